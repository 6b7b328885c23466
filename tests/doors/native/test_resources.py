"""What the native door can and the dynamic one can't: marks at their paths, previews that know more, names."""

import grpc
import pulumi
import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_serving.core.values import state_keys
from pulumi_serving.doors.native import bags

Diff = provider_pb2.DiffResponse
Kinds = provider_pb2.PropertyDiff.Kind
Naming = provider_pb2.CheckRequest.AutonamingOptions
IMAGE = "registry.example.com/llm:2"
UNKNOWN = pulumi.output.Unknown()  # what a preview does not know


def known(struct):
    """Return what is known of a bag."""
    return {key: value for key, value in bags.read(struct)[0].items() if not isinstance(value, type(UNKNOWN))}


def unknown(struct):
    """Return the names of what is not known."""
    return bags.read(struct)[0].keys() - known(struct).keys()


def marks(struct):
    """Return the paths of the secrets."""
    return bags.read(struct)[1]


# Names and secrets ---------------------------------------------------------------------------------------------------


def test_a_life_in_camel_case(any_client):
    """Each cloud's resource is made, found unchanged, read, and deleted, with names in camelCase alone."""
    client = any_client
    inputs, made = client.made()
    names = {*bags.read(inputs)[0], *bags.read(made.properties)[0]}
    assert not {name for name in names if "_" in name and not name.startswith("__")}
    assert known(made.properties)["url"]
    again = client.check(client.wire(client.subject.create), olds=bags.read(inputs)[0]).inputs
    assert again == inputs
    answer = client.diff(inputs, made, again)
    assert (answer.changes, [*answer.replaces]) == (Diff.DIFF_NONE, [])
    found = client.read(made.id, made.properties, inputs)
    assert (found.id, found.inputs) == (made.id, inputs)
    client.delete(inputs, made)
    assert client.lab.living == []
    assert client.read(made.id, made.properties, inputs).id == ""


def test_a_state_with_former_names(any_client):
    """What this door has recorded under former names shows no change and moves nowhere, and is found and deleted."""
    client = any_client
    former = {present: name for name, present in state_keys.FORMER.items()}

    def as_before(struct):
        values, secret = bags.read(struct)
        return bags.write({former.get(name, name): value for name, value in values.items()}, secret)

    inputs, made = client.made()
    inputs = as_before(inputs)
    made.properties.CopyFrom(as_before(made.properties))
    assert {"place"} <= bags.read(inputs)[0].keys() & bags.read(made.properties)[0].keys()
    again = client.check(client.wire(client.subject.create), olds=bags.read(inputs)[0]).inputs
    answer = client.diff(inputs, made, again)
    assert (answer.changes, [*answer.replaces]) == (Diff.DIFF_NONE, [])
    updated = client.update(inputs, made, again)
    assert not former.values() & bags.read(updated.properties)[0].keys()
    found = client.read(made.id, made.properties, inputs)
    assert (found.id, found.inputs) == (made.id, again)
    client.delete(inputs, made)
    assert client.lab.living == []


def test_what_is_declared_secret_is_marked(client):
    """Environment variables are secret in inputs and outputs whatever a program says, and nothing else is."""
    inputs, made = client.made()
    assert marks(inputs) == marks(made.properties) == [("envs",)]


def test_a_mark_stays_at_its_path(client):
    """What a program marks is marked where it stands, on its way through check, create, read and update."""
    args = client.wire({**client.subject.create, "health_check": {"path": "/live-s3cr3t", "port": 8000}})
    paths = [("healthCheck", "path"), ("command",)]
    inputs, made = client.made(args, secret=paths)
    expected = {("envs",), *paths}
    assert {*marks(inputs)} == {*marks(made.properties)} == expected
    found = client.read(made.id, made.properties, inputs)
    assert {*marks(found.inputs)} == {*marks(found.properties)} == expected
    changed = client.check({**args, "image": IMAGE}, olds=bags.read(inputs)[0], secret=paths).inputs
    assert {*marks(client.update(inputs, made, changed).properties)} == expected


def test_a_marked_value_is_in_no_line(client):
    """A secret that the cloud repeats is blanked in the error."""
    args = client.wire({**client.subject.create, "app_name": "s3cr3t-and-long-enough"})
    client.lab.fault(operation="create", status=400, body={"message": "no app s3cr3t-and-long-enough"}, times=9)
    inputs = client.check(args, secret=[("appName",)]).inputs
    with pytest.raises(grpc.RpcError) as raised:
        client.create(inputs)
    assert "s3cr3t" not in raised.value.details()
    assert "no app [secret]" in raised.value.details()


def test_a_location_of_a_secret(client_of):
    """Where an endpoint lives is secret where the program says so of an argument that it is made of."""
    client = client_of("huawei")
    args = client.wire({**client.subject.create, "workspace_id": "s3cr3t-workspace"})
    inputs = client.check(args, secret=[("workspaceId",)]).inputs
    assert "s3cr3t" in bags.read(inputs)[0]["location"]
    assert {("workspaceId",), ("location",)} <= {*marks(inputs)}
    assert ("location",) not in marks(client.check(args).inputs)


def test_a_line_has_the_programs_names(client):
    """A mistake is told with the names that the program has, one failure for each, and no value is named."""
    args = client.wire({**client.subject.create, "worker_config": {"max_replicas": 2000, "minReplica": 1}, "image": ""})
    answer = client.check(args)
    assert [failure.property for failure in answer.failures] == ["", "", ""]
    assert sorted(failure.reason for failure in answer.failures) == [
        "image: must not be empty",
        "workerConfig.maxReplicas: must be 1000 or less, not 2000",
        "workerConfig.minReplica: is not an argument; did you mean minReplicas?",
    ]


# Differences and previews --------------------------------------------------------------------------------------------


def test_differences_name_paths(client):
    """A diff tells each argument, in camelCase, with what became of it."""
    inputs, made = client.made()
    args = client.wire({**client.subject.create, "registry_auth_id": "a"})
    args["workerConfig"] = {**args["workerConfig"], "maxReplicas": 5}
    del args["command"]
    answer = client.diff(inputs, made, client.check(args, olds=bags.read(inputs)[0]).inputs)
    assert {path: Kinds.Name(found.kind) for path, found in answer.detailedDiff.items()} == {
        "registryAuthId": "ADD",
        "workerConfig.maxReplicas": "UPDATE",
        "command": "DELETE",
    }
    assert [*answer.replaces] == []
    assert {"url", "ownerId"} <= {*answer.stables}


def test_a_replacement_names_its_argument(client):
    """What can't change in place is told in camelCase, and nothing is stable then."""
    inputs, made = client.made()
    args = client.wire({**client.subject.create, "app_name": "another"})
    answer = client.diff(inputs, made, client.check(args, olds=bags.read(inputs)[0]).inputs)
    assert [*answer.replaces] == ["appName"]
    assert [*answer.stables] == []
    assert Kinds.Name(answer.detailedDiff["appName"].kind) == "ADD_REPLACE"


def test_ignored_paths(client):
    """``ignoreChanges`` keeps an ignored value out of an update, by the name that the program has."""
    inputs, made = client.made()
    client.lab.patch(made.id, fields={"worker_config": {"max_replicas": 9}})
    args = client.wire({**client.subject.create, "image": IMAGE})
    news = client.check(args, olds=bags.read(inputs)[0]).inputs
    client.update(inputs, made, news, ignoreChanges=["workerConfig.maxReplicas"])
    shown = client.lab.show(made.id)
    assert (shown["image"], shown["worker_config"]["max_replicas"]) == (IMAGE, 9)


def test_preview_of_a_create(client):
    """A preview knows what was declared, the name and the location, and sends nothing."""
    inputs = client.check(client.wire(client.subject.create)).inputs
    found = client.create(inputs, preview=True)
    assert found.id == ""
    declared, promised = bags.read(inputs)[0], known(found.properties)
    block = declared.pop("workerConfig")
    assert promised.items() >= declared.items()
    assert promised["workerConfig"].items() >= block.items()
    assert {"url", "status", "ownerId", "appName", "changedAt"} <= unknown(found.properties)
    assert client.lab.operations() == []


def test_preview_of_an_update(any_client):
    """A preview of an update knows the url and what else it leaves alone, and no status."""
    client = any_client
    inputs, made = client.made()
    news = client.check(client.wire(client.subject.changed), olds=bags.read(inputs)[0]).inputs
    before = len(client.lab.operations())
    found = known(client.update(inputs, made, news, preview=True).properties)
    real = known(client.update(inputs, made, news).properties)
    assert found["url"] == real["url"]
    assert {name: real[name] for name in found} == found
    assert {"status", "changedAt"} <= real.keys() - found.keys()
    assert len(client.lab.operations()) > before


def test_an_unknown_argument(client):
    """What depends on a resource that is still to be made passes check, within a secret too, and stays unknown."""
    args = {**client.wire(client.subject.create), "image": UNKNOWN}
    answer = client.check(args, secret=[("image",)])
    assert [*answer.failures] == []
    assert "image" in unknown(answer.inputs)
    assert ("image",) in marks(answer.inputs)


# Names that the engine proposes --------------------------------------------------------------------------------------


def test_our_name_where_nobody_asks_for_another(client):
    """Without ``pulumi:autonaming`` the name is derived, and a retry after a kill meets it."""
    args = client.wire(client.subject.create)
    first = known(client.check(args).inputs)["name"]
    client.restart()
    assert known(client.check(args).inputs)["name"] == first
    assert first.startswith("llm-")


def test_a_proposed_name(client):
    """A name that ``pulumi:autonaming`` makes is taken for a new endpoint, and kept by one that has a name."""
    args = client.wire(client.subject.create)
    naming = Naming(proposed_name="team-llm-1", mode=Naming.PROPOSE)
    inputs = client.check(args, autonaming=naming).inputs
    assert known(inputs)["name"] == "team-llm-1"
    other = Naming(proposed_name="team-llm-2", mode=Naming.PROPOSE)
    assert known(client.check(args, olds=bags.read(inputs)[0], autonaming=other).inputs)["name"] == "team-llm-1"


def test_a_proposed_name_that_is_none(client_of):
    """A name that the cloud does not take is refused, with the setting that made it."""
    client = client_of("alibaba")
    naming = Naming(proposed_name="team llm", mode=Naming.ENFORCE)
    answer = client.check(client.wire(client.subject.create), autonaming=naming)
    (failure,) = answer.failures
    assert failure.reason == "name: pulumi:autonaming makes 'team llm', which is no name of alibaba: give one"


def test_no_names_by_themselves(client):
    """Where ``pulumi:autonaming`` is disabled a name must be given; a recorded one counts."""
    args, naming = client.wire(client.subject.create), Naming(mode=Naming.DISABLE)
    (failure,) = client.check(args, autonaming=naming).failures
    assert failure.reason == "name: is required, since pulumi:autonaming is disabled"
    named = client.check({**args, "name": "mine"}, autonaming=naming)
    assert [*named.failures] == []
    assert [*client.check(args, olds=bags.read(named.inputs)[0], autonaming=naming).failures] == []


# What goes wrong -----------------------------------------------------------------------------------------------------


def test_what_is_not_ready_is_recorded(client):
    """A create that fails keeps id, inputs and outputs, in camelCase and with their marks."""
    client.lab.settings(next_outcome={"fail": "ImagePullBackOff"})
    inputs = client.check(client.wire(client.subject.create)).inputs
    with pytest.raises(grpc.RpcError) as raised:
        client.create(inputs)
    detail = _not_ready(raised.value)
    (endpoint,) = client.lab.living
    assert detail.id == endpoint["id"]
    assert "ImagePullBackOff" in " ".join(detail.reasons)
    assert detail.inputs == inputs
    assert known(detail.properties)["workerConfig"]["maxReplicas"] == 3
    assert marks(detail.properties) == [("envs",)]


def _not_ready(error):
    from pulumi.runtime.proto import status_pb2  # noqa: PLC0415

    values = dict(error.trailing_metadata())
    status = status_pb2.Status.FromString(values["grpc-status-details-bin"])
    detail = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(detail)
    return detail


def test_another_token(client):
    """A resource that the package has not is one line with those that there are."""
    client.urn = client.urn.replace("Endpoint", "Endpiont")
    with pytest.raises(grpc.RpcError) as raised:
        client.check({})
    assert raised.value.details().startswith("serving:ppio:Endpiont is no resource of this package; there are: ")


# A refresh -----------------------------------------------------------------------------------------------------------


def test_a_refresh_marks_no_more(any_client):
    """What a secret output has in common with others makes none of them secret: an address stays readable."""
    client = any_client
    inputs, made = client.made()
    expected = {*marks(made.properties)}
    assert ("url",) not in expected
    client.restart()
    found = client.read(made.id, made.properties, inputs)
    assert {*marks(found.properties)} == expected
    news = client.check(client.wire(client.subject.changed), olds=bags.read(inputs)[0]).inputs
    assert {*marks(client.update(inputs, made, news).properties)} == expected


def test_import_of_an_empty_value(client):
    """An environment variable without a value is imported with its value, which is required."""
    _, made = client.made()
    client.lab.patch(made.id, fields={"envs": [{"key": "A", "value": ""}]})
    client.restart()
    declared = bags.read(client.read(made.id).inputs)[0]
    assert declared["envs"] == [{"key": "A", "value": ""}]


def test_import_of_what_does_not_serve(client, lab):
    """An import of a failed endpoint succeeds, and says so."""
    lab.settings(next_outcome={"fail": "ImagePullBackOff"})
    args = {**client.wire(client.subject.create), "waitUntilReady": False}
    made = client.create(client.check(args).inputs)
    lab.clock.sleep(60)
    client.restart()
    lab.said.lines.clear()
    assert client.read(made.id).id == made.id
    (line,) = [line for line in map(str, lab.said.lines) if "recorded as it is" in line]
    assert f"endpoint {made.id} is failed" in line
