"""What is Huawei's own in the life of an endpoint, beside the contract that every cloud keeps."""

import json

import pytest
from tests.steps import delete_former, state

from pulumi_serving.core.calls import run
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.huawei import EndpointProvider
from pulumi_serving.huawei.endpoint.testing import CONFIG, CREATE, FULL, RAY_SERVICE


@pytest.fixture
def provider_class():
    """Return the provider of this cloud alone."""
    return EndpointProvider


def up(engine, **changes):
    outcome = engine.up(**{**CREATE, **changes})
    assert not outcome.error, outcome.error
    return outcome


def test_outputs(engine):
    """The outputs are the API's own in snake_case; url is the public address of the call."""
    up(engine)
    outs = engine.outs
    assert outs["url"] == f"https://fabric-ep.simulator.invalid/v1/endpoints/{engine.id}"
    assert outs["urls"][1]["token"].startswith("token-")
    assert (outs["status"], outs["visibility"], outs["runtime_env_type"]) == ("RUNNING", "PRIVATE", "RELEASE")
    assert outs["owner"]["domain_name"] == "simulator"
    assert outs["__account"] == outs["owner"]["domain_id"]
    assert outs["create_time"].endswith("Z")
    assert outs["location"] == (
        "http://127.0.0.1:1 (project 0123456789abcdef0123456789abcdef, workspace 5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b)"
    )
    assert "error_code" not in outs


def test_a_failed_creation_is_replaced(engine, simulator):
    """CREATE_FAILED is recorded with code and reason, and the next up replaces, never updates."""
    simulator.set(next_outcome={"fail": "no cards left"})
    outcome = engine.up(**{**CREATE, "name": "mine"})
    assert "CREATE_FAILED (no cards left (dataartsfabric.00000500))" in outcome.reasons[0]
    assert outcome.reasons[0].endswith("The next `pulumi up` replaces it")
    assert (engine.outs["error_code"], engine.outs["error_msg"]) == ("dataartsfabric.00000500", "no cards left")
    failed = engine.id
    assert engine.diff(engine.check(engine.inputs, {**CREATE, "name": "mine"}).inputs).replaces == ["status"]
    up(engine, name="mine")
    assert engine.id != failed
    assert [item["id"] for item in simulator.living()] == [engine.id]
    assert simulator.count("update") == 0


def test_a_failed_update_is_tried_again(engine, simulator):
    """UPDATE_FAILED fails the run with the reason, and the next up sends the update again."""
    up(engine)
    simulator.set(next_outcome={"fail": "no room"})
    outcome = engine.up(**{**CREATE, "description": "other"})
    assert "UPDATE_FAILED (no room" in outcome.reasons[0]
    up(engine, description="other")
    assert (simulator.count("create"), simulator.count("update")) == (1, 2)


def test_a_failed_deletion_fails_the_delete(engine, simulator, clock):
    """DELETE_FAILED ends the wait with the cloud's words; the endpoint stays in the state."""
    up(engine)
    simulator.set(delete_after_s=600)
    clock.after(20, lambda: simulator.change("huawei", engine.id, status="DELETE_FAILED", reason="jobs still run"))
    error = engine.delete().error
    assert "DELETE_FAILED (jobs still run (dataartsfabric.00000500))" in error
    assert engine.id


@pytest.mark.parametrize("status", ["FROZEN", "INACTIVE", "TRIAL_ENDED"])
def test_a_blocked_status_fails_and_keeps_the_id(engine, simulator, status, clock):
    """What no call leaves fails the run with the status."""
    simulator.set(next_outcome={"stuck": True})
    clock.after(8, lambda: simulator.change("huawei", simulator.living()[0]["id"], status=status))
    outcome = engine.up(**CREATE)
    assert status in outcome.reasons[0]
    assert engine.id


@pytest.mark.parametrize("status", ["FROZEN", "INACTIVE", "TRIAL_ENDED"])
def test_what_no_call_leaves_is_promised_no_healing(engine, simulator, clock, status):
    """A wait that ends in such a status says at once what the next up would say, and that way works."""
    clock.after(1, lambda: simulator.change("huawei", simulator.living()[0]["id"], status=status))
    (reason,) = engine.up(**CREATE).reasons
    assert "No call of this API leaves that status" in reason
    assert "heal" not in reason
    engine.refresh()  # and `--replace`: check with empty olds, create, and the deletion of the old one
    old = state(engine)
    assert not engine.create(engine.check({}, CREATE).inputs).error
    delete_former(engine, old)
    assert [item["id"] for item in simulator.living()] == [engine.id]


@pytest.mark.parametrize("status", ["FROZEN", "INACTIVE", "TRIAL_ENDED"])
def test_what_no_call_leaves_is_sent_nothing(engine, simulator, status):
    """A recorded blocked endpoint fails each up with the cloud's reason, and nothing is sent until it runs again."""
    up(engine)
    simulator.change("huawei", engine.id, status=status, fields={"error_code": "x.1", "error_msg": "arrears"})
    assert f"is {status} (arrears (x.1))" in engine.refresh().reasons[0]
    assert engine.outs["error_msg"] == "arrears"
    for description in (CREATE["description"], "changed"):
        (reason,) = engine.up(**{**CREATE, "description": description}).reasons
        assert reason.startswith(f"endpoint {engine.id} is {status} (arrears (x.1)). No call of this API leaves that")
    assert simulator.count("update") == 0
    simulator.change("huawei", engine.id, status="RUNNING")
    up(engine, description="changed")
    assert simulator.count("update") == 1


def test_an_unknown_status_is_waited_out_and_named(engine, simulator, clock):
    """A status that nobody knows is never taken for ready; at the end of the time it is named."""
    simulator.set(next_outcome={"stuck": True})
    clock.after(2, lambda: simulator.change("huawei", simulator.living()[0]["id"], status="PONDERING"))
    engine.timeout = 60
    assert "PONDERING" in engine.up(**CREATE).reasons[0]


def test_an_error_code_alone_is_no_failure(engine, simulator):
    """Filler in error_code and error_msg of a running endpoint means nothing."""
    up(engine)
    simulator.change("huawei", engine.id, fields={"error_code": 123, "error_msg": "filler"})
    assert not engine.refresh().error
    assert "error_msg" not in engine.outs
    assert engine.preview(**CREATE)[0] == "same"


def test_a_changed_token_is_no_drift(engine, simulator):
    """The token of an address may change between reads."""
    up(engine)
    urls = [{"name": "ApiInvoke", "address": "https://a.invalid", "type": "PUBLIC", "token": "another"}]
    simulator.change("huawei", engine.id, fields={"urls": urls})
    engine.refresh()
    assert engine.outs["url"] == "https://a.invalid"
    assert engine.preview(**CREATE)[0] == "same"


def test_drift_inside_the_ray_nodes_is_named(engine, simulator):
    """What comes back under other names is compared with what was sent."""
    ray = FULL["ray_resource"]
    up(engine, type="ray", ray_resource=ray)
    head = {"spec_code": "ray.cpu.8u32g"}
    simulator.change("huawei", engine.id, fields={"ray_resource": {"head_node_resource": head}})
    engine.refresh()
    assert engine.inputs["ray_resource"]["head_node_resource"] == head
    assert engine.preview(**{**CREATE, "type": "ray", "ray_resource": ray})[0] == "update"


def test_the_default_of_max_num(engine, simulator):
    """max_num left out is warm_up_num: no drift; declared and taken away again, it goes back to that."""
    block = {"spec_code": "a1x", "warm_up_num": 2}
    job = {**CREATE, "type": "job", "reserved_resource": {"apu": block}}
    assert not engine.up(**job).error
    simulator.change("huawei", engine.id, fields={"reserved_resource": {"apu": {"max_num": 2}}})
    engine.refresh()
    assert engine.preview(**job)[0] == "same"
    with_most = {**job, "reserved_resource": {"apu": {**block, "max_num": 9}}}
    assert not engine.up(**with_most).error
    assert engine.preview(**job)[0] == "update"
    assert not engine.up(**job).error
    assert engine.outs["reserved_resource"]["apu"]["max_num"] == 2


def test_taking_a_part_away_is_a_replacement(engine):
    """What no update can express replaces the endpoint."""
    up(engine, reserved_resource=FULL["reserved_resource"], cap=FULL["cap"])
    engine_inputs = engine.check(engine.inputs, {**CREATE, "cap": FULL["cap"]}).inputs
    assert engine.diff(engine_inputs).replaces == ["reserved_resource"]
    less = {**CREATE, "reserved_resource": FULL["reserved_resource"], "cap": {"cap_id": FULL["cap"]["cap_id"]}}
    assert engine.diff(engine.check(engine.inputs, less).inputs).replaces == ["cap"]


def service(**changes):
    return {"type": "ray_service", "config": {"ray_service_config": {**RAY_SERVICE, **changes}}}


def test_config_in_place(engine):
    """With the flag a changed config is sent and read back; the endpoint stays."""
    up(engine, **service(), update_config_in_place=True)
    first = engine.id
    up(engine, **service(data_infos=[{"input_path": "obs://data/other"}]), update_config_in_place=True)
    assert engine.id == first
    assert engine.outs["config"]["ray_service_config"]["data_infos"] == [{"input_path": "obs://data/other"}]


def test_config_in_place_that_does_not_take(engine, simulator):
    """An update of config that the cloud ignores fails the run and names what has not taken."""
    up(engine, **service(), update_config_in_place=True)
    simulator.set(next_outcome={"roll_back": True})
    changed = service(data_infos=[{"input_path": "obs://data/other"}])
    outcome = engine.up(**{**CREATE, **changed, "update_config_in_place": True})
    assert "config.ray_service_config.data_infos" in outcome.reasons[0]


def test_without_the_flag_config_replaces(engine):
    """By default a changed config replaces."""
    up(engine, **service())
    first = engine.id
    up(engine, **service(data_infos=[{"input_path": "obs://data/other"}]))
    assert engine.id != first


def test_order_inside_config_is_no_change(engine):
    """Turned round applications, deployments and groups are the same, in the preview and after a refresh."""
    turned = json.loads(json.dumps(RAY_SERVICE))
    turned["ray_cluster_config"]["worker_group_specs"].reverse()
    turned["ray_serve_config"]["applications"][0]["deployments"].reverse()
    up(engine, **service())
    engine.refresh()
    assert engine.preview(**{**CREATE, "type": "ray_service", "config": {"ray_service_config": turned}})[0] == "same"


def test_further_keys_of_an_answer_are_no_drift(engine, simulator):
    """What the server adds to the data infos is left alone, and does not come into taken-over inputs."""
    up(engine, **service())
    info = {"input_path": "obs://data/prompts", "output_path": "obs://out", "env_var_name": "DATA"}
    fields = {"config": {"ray_service_config": {"data_infos": [info]}}}
    simulator.change("huawei", engine.id, fields=fields)
    engine.refresh()
    assert engine.preview(**{**CREATE, **service()})[0] == "same"
    taken = engine.get(engine.id).value
    assert taken.inputs["config"]["ray_service_config"]["data_infos"] == [{"input_path": "obs://data/prompts"}]
    declared = {name: value for name, value in taken.inputs.items() if not name.startswith("__")}
    assert engine.check({}, declared).failures == []


def test_further_keys_of_the_user_are_sent(engine):
    """A key that no document knows goes out as it is, with a warning that may know better."""
    app = json.loads(json.dumps(RAY_SERVICE["ray_serve_config"]["applications"][0]))
    app["deployments"][0]["max_ongoing_request"] = 5
    outcome = engine.up(**{**CREATE, **service(ray_serve_config={"applications": [app]})})
    assert "unknown field" in outcome.error
    warnings = [words for severity, words in engine.said if severity != "status"]
    assert any("max_ongoing_request: is not a documented argument" in words for words in warnings)
    assert any("did you mean max_ongoing_requests?" in words for words in warnings)


@pytest.mark.parametrize(("flag", "query"), [(None, None), (True, "true"), (False, "false")])
def test_instances_go_only_if_asked(engine, flag, query, monkeypatch):
    """is_delete_app_instance is a query of the deletion, and is not sent unless set."""
    seen = []
    send = engine.provider.runtime.http.handle_request

    def watch(request):
        seen.append((request.method, request.url.params.get("is_delete_app_instance")))
        return send(request)

    monkeypatch.setattr(engine.provider.runtime.http, "handle_request", watch)
    up(engine, **({} if flag is None else {"is_delete_app_instance": flag}))
    assert not engine.delete().error
    assert [value for method, value in seen if method == "DELETE"] == [query]


def test_an_update_waits_for_the_one_before(engine, simulator, clock):
    """An endpoint that is still being changed is waited for before the next update."""
    up(engine)
    simulator.change("huawei", engine.id, status="UPDATING")
    clock.after(12, lambda: simulator.change("huawei", engine.id, status="RUNNING"))
    up(engine, description="later")
    assert simulator.count("update") == 1


@pytest.mark.parametrize("why", ["the time is over", "the run was cancelled"])
def test_an_update_that_was_waited_for_in_vain_sends_nothing(engine, simulator, clock, why):
    """When the time or the run ends before the change that runs, the update is not sent in its midst."""
    up(engine)
    simulator.change("huawei", engine.id, status="UPDATING")
    engine.timeout = 60
    if why == "the run was cancelled":
        clock.after(12, run.cancel)
    outcome = engine.up(**{**CREATE, "description": "later"})
    assert outcome.reasons == [
        f"endpoint {engine.id} is UPDATING. The change was not sent, since {why}; the next `pulumi up` sends it"
    ]
    assert simulator.count("update") == 0


def test_a_moved_workspace_is_a_replacement(engine, config):
    """Another workspace, project or region is another location; what is recorded is read and deleted where it is."""
    up(engine)
    engine.configure({**config, "huaweicloud:workspaceId": "0" * 32})
    assert engine.diff(engine.check(engine.inputs, CREATE).inputs).replaces == ["location"]
    assert not engine.refresh().error
    assert engine.outs["location"].endswith("workspace 5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b)")
    assert not engine.delete().error


def test_a_user_and_a_password(engine, config, simulator):
    """With a user the whole life runs on one token of the identity service."""
    given = {key: value for key, value in config.items() if "Key" not in key}
    given |= {"huaweicloud:iamBaseUrl": "http://127.0.0.1:1", "huaweicloud:userName": "simulator"}
    engine.restart({**given, "huaweicloud:domainName": "simulator", "huaweicloud:password": "simulator-password"})
    up(engine)
    assert not engine.refresh().error
    assert not engine.delete().error
    assert simulator.count("token") == 1
    assert simulator.living() == []


def test_an_expired_token_is_renewed_during_a_wait(engine, config, simulator, clock):
    """A token that ends while an endpoint is awaited is replaced by the next one."""
    given = {key: value for key, value in config.items() if "Key" not in key}
    given |= {"huaweicloud:iamBaseUrl": "http://127.0.0.1:1", "huaweicloud:userName": "simulator"}
    engine.restart({**given, "huaweicloud:domainName": "simulator", "huaweicloud:password": "simulator-password"})
    up(engine)
    clock.time += 24 * 3600
    assert not engine.refresh().error
    assert simulator.count("token") == 2


def test_a_wrong_password_says_what_to_set(engine, config, simulator):
    """A refused user is one line that names the settings, and nothing was created."""
    given = {key: value for key, value in config.items() if "Key" not in key}
    given |= {"huaweicloud:iamBaseUrl": "http://127.0.0.1:1", "huaweicloud:userName": "simulator"}
    engine.restart({**given, "huaweicloud:domainName": "simulator", "huaweicloud:password": "no-such-password"})
    error = engine.up(**CREATE).error
    assert "The username or password is wrong" in error
    assert "Check userName, password, domainName" in error
    assert "no-such-password" not in error
    assert simulator.count("create") == 0


def test_a_name_outside_the_filters_characters(engine, simulator):
    """A name with a dot and a space is looked for without the filter, which would refuse it."""
    simulator.fault(cloud="huawei", operation="create", drop="after")
    up(engine, name="演示 ep.1")
    assert simulator.count("create") == 1
    assert engine.outs["name"] == "演示 ep.1"


def test_an_accepted_create_without_a_body_is_never_repeated(engine, simulator):
    """202 and nothing else: the endpoint is found by its name, or recorded as unknown, never posted again."""
    simulator.fault(cloud="huawei", operation="create", status=202, body="", drop="after")
    up(engine)
    assert engine.id == simulator.living()[0]["id"]
    engine.delete()
    simulator.fault(cloud="huawei", operation="create", status=202, body="")
    outcome = engine.up(**CREATE)
    assert outcome.id.startswith("unsettled:")
    assert simulator.count("create") == 2


def test_no_secret_setting_is_in_a_repr():
    """Settings and credentials show no secret."""
    settings = EndpointProvider.kind.settings(Source("huawei", CONFIG, {}, "huaweicloud"))
    assert "simulator-secret-key" not in repr(settings) + repr(settings.credentials)
