"""What is Alibaba's own: names that are ids, a service that fails, drifts or is stopped, and its token."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

PROGRAM = """
    llm = alibaba.AppService("llm", service_spec="llama_7b_fp16", replicas=1, app_version="v1",
        config={"model_storage": "oss", "oss_path": "oss://bucket/models/"})
    found = alibaba.AppService.get("found", llm.id)
    pulumi.export("found", [found.service_spec, found.status, found.config["oss_path"], found.location])
    pulumi.export("token", llm.access_token)
"""
DRIFT = {
    "ServiceSpec": "chatglm_6b_fp16",
    "Replicas": 4,
    "AppVersion": "v0",
    "Config": {"ModelStorage": "oss", "OssPath": "oss://bucket/theirs/"},
}


@pytest.mark.parametrize("cloud", ["alibaba"], indirect=True)
def test_a_service(stack, simulator, cloud):
    """
    A service that fails after it was accepted is healed by the next up; drifted or stopped, it is put right in place.

    What AppService.get reads is nobody's to change, and the token stands nowhere in clear.
    """
    stack.use(cloud)
    stack.program(PROGRAM)
    simulator.settings(next_outcome={"fail": "no GPU in this zone"})
    (line,) = stack.up().failed().errors("llm")
    failed = stack.resources["llm"]
    (made,) = simulator.endpoints
    assert failed["id"] == f"cn-shanghai/{made['name']}"
    assert failed["outputs"]["service_id"] == made["id"]
    assert failed["initErrors"] == [line]
    assert line.startswith(
        f"app service {failed['id']} is Failed (no GPU in this zone). Newest events: FailedScheduling"
    )
    assert stack.pending == []
    stack.up().succeeded()
    assert simulator.writes == ["POST", "PUT"]
    llm = stack.resources["llm"]
    assert "initErrors" not in llm
    assert llm["id"] == failed["id"]
    assert stack.outputs["found"] == ["llama_7b_fp16", "Running", "oss://bucket/models/", llm["outputs"]["location"]]
    stack.up("--refresh", "--expect-no-changes").succeeded()

    simulator.patch(made["id"], "alibaba", fields=DRIFT)
    shown = stack.previewed_up("--diff", "--refresh").succeeded()
    for name, old, new in (
        ("service_spec", "chatglm_6b_fp16", "llama_7b_fp16"),
        ("replicas", "4", "1"),
        ("app_version", "v0", "v1"),
        ("oss_path", "oss://bucket/theirs/", "oss://bucket/models/"),
    ):
        assert shown.lines(f"~ {name}", old, "=>", new), str(shown)
    assert simulator.writes == ["POST", "PUT", "PUT"]

    simulator.patch(made["id"], "alibaba", status="Stopped")
    warned = stack.refresh().succeeded()
    assert "Somebody stopped it: the next `pulumi up --refresh` starts it" in warned.out
    stack.up().succeeded()
    assert stack.resources["llm"]["outputs"]["status"] == "Running"

    token = stack.run("stack", "output", "token", "--show-secrets").succeeded().out.strip()
    assert len(token) == 40
    seen = [command.text for command in stack.commands if "--show-secrets" not in command.args]
    seen += [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    assert not [text for text in seen if token in text]
    assert [endpoint["id"] for endpoint in simulator.endpoints] == [made["id"]]
