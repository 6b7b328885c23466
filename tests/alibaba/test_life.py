"""What is this cloud's own in a resource's life: names, stale answers, locks, events, stopped and re-made services."""

import httpx
import pytest
from tests.conftest import Engine

from pulumi_serving.alibaba.app_service import testing, wire
from pulumi_serving.core.calls.operation import Operation

NAME_TAKEN = {"name": "team_llm"}


def forget(engine):
    """Let the engine know of no resource."""
    engine.restart()
    engine.id, engine.inputs, engine.outs = "", {}, {}


# names ---------------------------------------------------------------------------------------------------------------


def test_a_derived_name_has_the_clouds_form(engine):
    """A derived name has an underscore, no upper case and at most 63 characters."""
    engine.urn = engine.urn.replace("::llm", "::My-Chat LLM")
    name = engine.check({}, testing.CREATE).inputs["name"]
    assert name.startswith("my_chat_llm_")
    engine.urn = engine.urn.replace("My-Chat LLM", "L" * 100)
    assert len(engine.check({}, testing.CREATE).inputs["name"]) == 63


def test_the_id_is_region_and_name(engine, up):
    """The id is <region>/<service name>."""
    up(name="team_llm")
    assert engine.id == "cn-shanghai/team_llm"


def test_a_name_of_somebody_else_is_told(engine, config, simulator, up):
    """A name that another account holds is told as such, before anything is sent."""
    up(**NAME_TAKEN)
    forget(engine)
    engine.configure({**config, **testing.OTHER_ACCOUNT})
    error = up(**NAME_TAKEN).error
    assert "the name team_llm is taken in cn-shanghai by somebody else's service" in error
    assert "request id" in error
    assert simulator.count("create") == 1


def test_an_own_name_is_told_apart(engine, simulator, up):
    """A name that the account itself holds is told with the id, and how to go on."""
    up(**NAME_TAKEN)
    forget(engine)
    error = up(**NAME_TAKEN).error
    assert "there is an app service named team_llm already: cn-shanghai/team_llm (Running, made" in error
    assert "PULUMI_SERVING_ADOPT=cn-shanghai/team_llm" in error
    assert simulator.count("create") == 1


def test_an_ordinary_services_name_is_told(engine, service, up):
    """A service that is no app service holds its name, too, and is never adopted."""
    up(**NAME_TAKEN)
    service(fields={"AppType": ""})
    forget(engine)
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": "cn-shanghai/team_llm"}
    assert "by an ordinary service, eas-m-" in up(**NAME_TAKEN).error
    assert "is an ordinary service" in engine.get("cn-shanghai/team_llm").error


def test_one_on_its_way_out_is_awaited(engine, simulator, clock, up):
    """A name is free once the service that had it is gone: the create waits for that."""
    up(**NAME_TAKEN)
    simulator.set(delete_after_s=40)
    clock.after(12, lambda: None)
    engine.timeout = 5.0
    assert "the wait for it ended" in engine.delete().error
    forget(engine)
    engine.timeout = 0.0
    assert not up(**NAME_TAKEN).error
    assert len(simulator.living()) == 1


def test_one_that_does_not_go_is_told(engine, simulator, up):
    """A name that stays taken by a service in deletion is an error that says so."""
    up(**NAME_TAKEN)
    simulator.set(delete_after_s=9000)
    engine.timeout = 5.0
    engine.delete()
    forget(engine)
    engine.timeout = 60.0
    assert (
        "is still held by app service cn-shanghai/team_llm, which is being deleted (Deleting)" in up(**NAME_TAKEN).error
    )
    assert simulator.count("create") == 1


def test_a_name_taken_in_the_meantime(engine, simulator):
    """A create that is refused in any words, while the name is there now, says who has it."""
    simulator.fault(cloud="alibaba", operation="get", **testing.NOT_THERE)
    engine.up(**testing.FULL)
    forget(engine)
    simulator.fault(cloud="alibaba", operation="get", **testing.NOT_THERE)
    assert "there is an app service named team_llm already" in engine.up(**testing.FULL).error


def test_two_regions_do_not_mix(engine, config, simulator, up):
    """The same name in two regions is two services."""
    up(**NAME_TAKEN)
    forget(engine)
    engine.configure({**config, "alicloud:region": "cn-beijing"})
    assert not up(**NAME_TAKEN).error
    assert engine.id == "cn-beijing/team_llm"
    assert len(simulator.living()) == 2


def test_an_id_of_another_region(engine, up):
    """An id of another region than the provider's is refused in words."""
    up(**NAME_TAKEN)
    assert "in cn-shanghai, the region of this provider" in engine.get("cn-beijing/team_llm").error
    assert "an id is <region>/<service name>" in engine.get("team_llm").error


# creating ------------------------------------------------------------------------------------------------------------


def test_a_repeated_create_that_meets_the_first(engine, simulator, up):
    """When looking finds nothing, the create is repeated; a conflict then means that the first one did arrive."""
    simulator.fault(cloud="alibaba", operation="create", drop="after")
    simulator.fault(cloud="alibaba", operation="get", times=4, **testing.NOT_THERE)
    assert not up(**NAME_TAKEN).error
    assert simulator.count("create") == 2
    assert engine.outs["service_id"] == simulator.living()[0]["id"]


def test_what_is_there_and_differs_is_not_touched(engine, simulator, clock, config, up):
    """After a lost answer a service of the name that differs from the request is told, and left alone."""
    simulator.fault(cloud="alibaba", operation="create", drop="before")

    def another():
        other = engine.provider.runtime.http
        assert isinstance(other, httpx.WSGITransport)

        second = Engine(type(engine.provider), simulator, clock, config, urn=engine.urn + "2")
        assert not second.up(
            **{**testing.CREATE, **NAME_TAKEN, "replicas": 7, "service_spec": "baichuan_7b_fp16"}
        ).error

    clock.after(2, another)
    error = up(**NAME_TAKEN).error
    assert "there is an app service named team_llm already" in error
    assert [item["name"] for item in simulator.living()] == ["team_llm"]
    assert simulator.count("create") == 2


def test_an_incomplete_answer_after_a_create_is_borne(engine, simulator, up):
    """Just after a create DescribeService may know no status yet."""
    simulator.fault(cloud="alibaba", operation="get", **testing.NOT_THERE)
    simulator.fault(
        cloud="alibaba", operation="get", times=2, status=200, body={"RequestId": "1", "ServiceName": "team_llm"}
    )
    assert not up(**NAME_TAKEN).error
    assert engine.outs["status"] == "Running"


def test_an_incomplete_answer_is_not_trusted(engine, simulator, up):
    """A refresh that is answered without a status is an error: such an object says nothing, not even of its type."""
    up(**NAME_TAKEN)
    before = dict(engine.outs)
    body = {"RequestId": "1", "ServiceName": "team_llm"}
    simulator.fault(cloud="alibaba", operation="get", times=9, status=200, body=body)
    assert "the answer has another form than documented: status: Field required" in engine.refresh().error
    assert engine.outs == before


@pytest.mark.parametrize("status", [400, 503])
def test_a_throttled_create_is_sent_again(simulator, up, status):
    """Throttling is told by its code: a create is repeated, as nothing was done."""
    simulator.fault(cloud="alibaba", operation="create", times=2, status=status, code="Throttling.User")
    assert not up().error
    assert simulator.count("create") == 3


def test_a_used_nonce_makes_a_create_ambiguous(engine, simulator, up):
    """A create that is refused as sent twice may have taken effect: it is looked for."""
    simulator.fault(cloud="alibaba", operation="create", drop="after", status=400, body={"Code": "SignatureNonceUsed"})
    assert not up().error
    assert simulator.count("create") == 1
    assert engine.outs["service_id"] == simulator.living()[0]["id"]


def test_a_failure_has_the_clouds_words(engine, simulator, up):
    """A failure is told with status, message and the newest events."""
    simulator.set(next_outcome={"fail": "no GPU in this zone"})
    (reason,) = up().reasons
    assert "is Failed (no GPU in this zone)" in reason
    assert "Newest events: FailedScheduling: instance eas-m-" in reason
    assert "may cost money" in reason
    refreshed = engine.refresh().reasons[0]
    assert "Newest events: FailedScheduling" in refreshed


def test_the_newest_warnings_are_told(simulator, up):
    """Of many events the three newest warnings are told, the newest first."""
    simulator.set(next_outcome={"fail": "no GPU in this zone"})
    at = ["2026-01-02T03:04:07Z", "2026-01-02T03:04:09Z", "2026-01-02T03:04:06Z", "2026-01-02T03:04:08Z"]
    events = [
        {"Type": "Warning", "Reason": f"R{number}", "Message": f"m{number}", "Time": time}
        for number, time in enumerate(at)
    ]
    normal = {"Type": "Normal", "Reason": "Pulled", "Message": "image", "Time": "2026-01-02T03:04:10Z"}
    simulator.fault(cloud="alibaba", operation="events", status=200, body={"Events": [normal, *events]})
    (reason,) = up().reasons
    assert "Newest events: R1: m1; R3: m3; R0: m0. It exists" in reason


def test_a_failure_without_events_is_told_all_the_same(simulator, up):
    """When the events can't be read, the failure is told without them."""
    simulator.set(next_outcome={"fail": "no GPU in this zone"})
    simulator.fault(cloud="alibaba", operation="events", times=9, status=403)
    (reason,) = up().reasons
    assert "is Failed (no GPU in this zone). It exists" in reason


# reading -------------------------------------------------------------------------------------------------------------


def test_replicas_are_compared_only_while_it_runs(engine, service, up):
    """While the service is no longer running, or an autoscaler moves it, the number of instances is no drift."""
    up(replicas=2)
    service(replicas=5, fields={"AutoscalerEnabled": True})
    engine.refresh()
    assert engine.inputs["replicas"] == 2
    service(fields={"AutoscalerEnabled": False}, status="Scaling")
    engine.refresh()
    assert engine.inputs["replicas"] == 2
    service(status="Running")
    engine.refresh()
    assert engine.inputs["replicas"] == 5


def test_what_the_server_adds_to_the_config_is_no_drift(engine, service):
    """Keys that the server adds, their order, and a text that can't be read are no drift."""
    args = {**testing.CREATE, "config": {"ModelStorage": "oss", "OssPath": "oss://b/x/", "depth": 3}}
    assert not engine.up(**args).error
    assert engine.outs["config"] == args["config"]
    service(fields={"AppConfig": '{"Extra": 1, "depth": 3, "OssPath": "oss://b/x/", "ModelStorage": "oss"}'})
    engine.refresh()
    assert engine.inputs["config"] == engine.outs["config"] == args["config"]
    service(fields={"AppConfig": "{no json"})
    engine.refresh()
    assert engine.preview(**args)[0] == "same"
    service(fields={"AppConfig": '{"OssPath": "oss://b/y/", "ModelStorage": "oss", "depth": 3}'})
    engine.refresh()
    assert engine.inputs["config"] == {**args["config"], "OssPath": "oss://b/y/"}
    assert engine.preview(**args)[0] == "update"


def test_the_two_spellings_of_a_config_are_one(engine):
    """To rewrite a Config in the typed form, or to write out the default type, changes nothing."""
    raw = {"ModelStorage": "oss", "OssPath": "oss://b/x/"}
    typed = {"model_storage": "oss", "oss_path": "oss://b/x/"}
    assert not engine.up(**testing.CREATE, config=raw).error
    assert engine.preview(**testing.CREATE, config=typed)[0] == "same"
    assert engine.preview(**testing.CREATE, config=raw, app_type="LLM")[0] == "same"
    assert engine.preview(**testing.CREATE, config={**typed, "oss_path": "oss://b/z/"})[0] == "update"
    assert engine.preview(**testing.CREATE, config={"ModelStorage": "oss"})[0] == "replace"


def test_an_adopted_config_is_typed_where_it_can_be(engine, up):
    """What is read without having been declared is in the form that reads best."""
    up(**NAME_TAKEN, config={"ModelStorage": "oss", "OssPath": "oss://b/x/"})
    result = engine.get("cn-shanghai/team_llm").value
    assert result.inputs["config"] == {"model_storage": "oss", "oss_path": "oss://b/x/"}


def test_one_that_was_made_again_is_told(engine, simulator, clock, config, up):
    """A service of the name with another ServiceId is drift for a refresh, and never changed or deleted unseen."""
    up(**NAME_TAKEN)
    simulator.change("alibaba", simulator.living()[0]["id"], gone=True)

    second = Engine(type(engine.provider), simulator, clock, config, urn=engine.urn + "2")
    assert not second.up(**testing.CREATE, **NAME_TAKEN).error
    for outcome in (engine.delete(), engine.update({**engine.inputs, "replicas": 3})):
        assert "is not the one that was made here: its service_id was eas-m-" in outcome.error
        assert "run `pulumi refresh` first" in outcome.error
    assert len(simulator.living()) == 1
    engine.said.clear()
    assert not engine.refresh().error
    assert any("deleted and made again outside of Pulumi" in text for _, text in engine.said)
    assert engine.outs["service_id"] == second.outs["service_id"]
    assert not engine.delete().error


@pytest.mark.parametrize("code", ["InvalidAccessKeyId.NotFound", "InvalidAction.NotFound", "InvalidWorkspace.NotFound"])
def test_other_codes_that_end_in_not_found_are_not_gone(engine, simulator, up, code):
    """The one proof that a service is gone is InvalidService.NotFound."""
    up()
    simulator.fault(cloud="alibaba", operation="get", times=9, status=404, code=code)
    assert code in engine.refresh().error
    assert code in engine.delete().error
    assert engine.id


# updating ------------------------------------------------------------------------------------------------------------


def stale(engine, simulator, times):
    """Let the next reads show what is live now."""
    (session,) = engine.provider.runtime.sessions.values()
    seen = []
    session.client._client._transport._client.event_hooks = {"response": [seen.append]}
    session.get(engine.id, Operation("reading", 60, engine.provider.runtime.clock))
    session.client._client._transport._client.event_hooks = {}
    simulator.fault(cloud="alibaba", operation="get", times=times, status=200, body=seen[-1].json())


def test_the_first_running_after_an_update_is_not_trusted(engine, simulator, up):
    """After the PUT the old Running may still be shown: the update is over once the wanted values are."""
    up(replicas=1)
    stale(engine, simulator, 4)
    assert not up(replicas=4).error
    assert engine.outs["replicas"] == 4


def test_a_hidden_value_needs_another_revision(engine, simulator, clock, up, monkeypatch):
    """Where the answer does not show the value, an update is over once the revision differs."""
    values = wire.values
    hidden = ("app_version",)
    monkeypatch.setattr(wire, "values", lambda found: {k: v for k, v in values(found).items() if k not in hidden})
    up(app_version="v1")
    stale(engine, simulator, 3)
    simulator.set(ready_after_s=20)
    before = clock.time
    assert not up(app_version="v2").error
    assert simulator.count("update") == 1
    assert simulator.living()[0]["status"] == "Running"
    assert clock.time - before < 60


def test_a_declared_change_is_sent_though_it_is_hidden(engine, simulator, up):
    """Fewer replicas while the service waits for ever: the number is not shown then, and is sent."""
    simulator.set(next_outcome={"stuck": True})
    engine.timeout = 10.0
    assert up(replicas=4).reasons
    engine.timeout = 0.0
    assert not up(replicas=1).error
    assert simulator.count("update") == 1
    assert engine.outs["replicas"] == 1


def test_an_update_waits_for_a_stable_status(engine, simulator, up):
    """While the service is changing, an update waits, and a conflict is tried again."""
    up()
    simulator.set(ready_after_s=50)
    engine.timeout = 5.0
    assert up(replicas=2).reasons
    engine.timeout = 0.0
    simulator.set(ready_after_s=3)
    assert not up(replicas=3).error
    simulator.fault(cloud="alibaba", operation="update", times=6, status=409)
    assert not up(replicas=4).error
    assert engine.outs["replicas"] == 4


def test_a_stopped_service_is_started(engine, simulator, service, up):
    """A service that somebody stopped is unhealthy, and an update starts it."""
    up()
    service(status="Stopped")
    words = (
        "is Stopped. Somebody stopped it: the next `pulumi up --refresh` starts it, and its instances cost money again"
    )
    assert words in engine.refresh().reasons[0]
    assert not up().error
    assert engine.outs["status"] == "Running"
    assert {"update", "get"} <= {item["operation"] for item in simulator.ledger()["requests"]}


def test_a_stopped_service_that_an_update_leaves_stopped(engine, simulator, service, up):
    """Where the update alone does not start it, it is started."""
    up()
    service(status="Stopped")
    simulator.fault(cloud="alibaba", operation="update", status=200, body={"RequestId": "1", "Message": "Success"})
    engine.refresh()
    assert not up().error
    assert simulator.count("start") == 1
    assert engine.outs["status"] == "Running"


def test_a_start_that_meets_a_conflict(engine, simulator, service, clock, up):
    """A start that is refused since the update starts the service already ends no run, and is not repeated for ever."""
    up()
    service(status="Stopped")
    simulator.fault(cloud="alibaba", operation="update", status=200, body={"RequestId": "1", "Message": "Success"})
    simulator.fault(cloud="alibaba", operation="start", times=99, status=409)
    engine.refresh()
    clock.after(25, lambda: service(status="Running"))
    assert not up().error
    assert simulator.count("start") == 4
    assert engine.outs["status"] == "Running"


def test_workspace_and_quota_go_with_each_update(engine, simulator):
    """The unchanged workspace and quota are sent along, in the query."""
    assert not engine.up(**testing.FULL).error
    assert not engine.up(**{**testing.FULL, "replicas": 3}).error
    assert simulator.living()[0]["status"] == "Running"


@pytest.mark.parametrize("scaler", ["AutoscalerEnabled", "CronscalerEnabled"])
def test_an_autoscaled_service_keeps_its_instances(engine, simulator, service, up, scaler):
    """A change of something else leaves the number alone, which is no drift either."""
    up(app_version="v1", replicas=2)
    service(replicas=8, fields={scaler: True})
    assert not up(app_version="v2", replicas=2).error
    assert simulator.living()[0]["replicas"] == 8
    engine.refresh()
    assert engine.inputs["replicas"] == 2
    assert engine.preview(**{**testing.CREATE, "app_version": "v2", "replicas": 2})[0] == "same"
    assert not [text for severity, text in engine.said if severity != "status"]


@pytest.mark.parametrize("scaler", ["AutoscalerEnabled", "CronscalerEnabled"])
def test_a_number_that_an_autoscaler_owns_is_not_sent(engine, simulator, service, up, scaler):
    """A changed number is a warning, in the preview too once a refresh has seen the autoscaler; nothing is sent."""
    up(replicas=2)
    service(replicas=8, fields={scaler: True})
    engine.refresh()
    changed_at = engine.outs["changed_at"]
    assert engine.preview(**{**testing.CREATE, "replicas": 3})[0] == "update"
    assert [text.partition(":")[0] for severity, text in engine.said if severity != "status"] == ["replicas"]
    assert not up(replicas=3).error
    (words,) = {text for severity, text in engine.said if severity != "status"}
    assert "an autoscaler or a timetable of alibaba sets this by itself, so the change is not sent" in words
    assert (simulator.living()[0]["replicas"], simulator.count("update"), engine.outs["changed_at"]) == (
        8,
        0,
        changed_at,
    )
    assert engine.preview(**{**testing.CREATE, "replicas": 3})[0] == "same"
    service(fields={scaler: False})
    engine.refresh()
    assert engine.preview(**{**testing.CREATE, "replicas": 3})[0] == "update"
    assert not up(replicas=3).error
    assert simulator.living()[0]["replicas"] == 3


def test_an_autoscaled_service_that_failed_keeps_its_instances(engine, simulator, service, up):
    """What heals a service is sent whole, but for the number that is not the program's."""
    up(replicas=2)
    service(replicas=8, fields={"AutoscalerEnabled": True}, status="Failed", reason="out of memory")
    assert engine.refresh().reasons
    assert not up(replicas=2).error
    assert simulator.living()[0]["replicas"] == 8
    assert engine.outs["status"] == "Running"


# deleting ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["dangerous", "all"])
def test_a_safety_lock_is_named(engine, service, simulator, up, lock):
    """A refused deletion names the lock; nothing takes it away."""
    up()
    service(fields={"SafetyLock": lock})
    error = engine.delete().error
    assert f"The safety lock of the service is '{lock}'" in error
    assert engine.id
    assert simulator.count("lock") == 0
    service(fields={"SafetyLock": "none"})
    assert not engine.delete().error


def test_a_lock_on_everything_is_named_by_an_update(engine, service, up):
    """A refused update names it, too."""
    up()
    service(fields={"SafetyLock": "all"})
    assert "The safety lock of the service is 'all'" in up(replicas=2).error
    assert engine.outs["replicas"] == 1


def test_a_failed_deletion_is_asked_for_again(engine, simulator, service, clock, up):
    """DeleteFailed leads to another DELETE, a few times; then it fails and stays in the state."""
    up()
    simulator.set(delete_after_s=9000)
    clock.after(3, lambda: (service(status="DeleteFailed", reason="busy"), simulator.set(delete_after_s=1)))
    assert not engine.delete().error
    assert simulator.count("delete") == 2


def test_a_deletion_that_fails_for_good(engine, simulator, service, clock, up):
    """After a few attempts the service stays in the state, with the cloud's words; a replacement is the way out."""
    up()
    simulator.set(delete_after_s=90000)
    for seconds in range(3, 120, 2):
        clock.after(seconds, lambda: service(status="DeleteFailed", reason="still referenced"))
    error = engine.delete().error
    assert "failed: it is DeleteFailed (still referenced)" in error
    assert engine.id
    engine.refresh()
    assert engine.preview(**testing.CREATE)[0] == "replace"


# secrets -------------------------------------------------------------------------------------------------------------


def test_an_open_config_is_blanked_in_errors(simulator, up):
    """The texts of a Config that is passed on as it is may be secret: no error repeats them."""
    body = {"Code": "InvalidParameter", "Message": "bad value a-secret-value in Config"}
    simulator.fault(cloud="alibaba", operation="create", status=400, body=body)
    error = up(config={"Token": "a-secret-value"}).error
    assert "bad value [secret] in Config" in error


def test_the_token_is_in_no_error(engine, simulator, up):
    """The access token is an output and in no line."""
    up()
    token = engine.outs["access_token"]
    simulator.fault(cloud="alibaba", operation="get", times=9, status=200, body=f'{{"AccessToken": "{token}", "Sta')
    assert token not in engine.refresh().error
    assert all(token not in text for _, text in engine.said)
