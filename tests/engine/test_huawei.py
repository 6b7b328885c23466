"""What is Huawei's own: a failed creation is replaced, and a Ray service holds secrets deep inside."""

import json

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

SECRETS = ("hf-s3cr3t-of-the-team", "key-s3cr3t-of-the-team")

PROGRAM = """
    SERVICE = {
        "ray_serve_config": {"applications": [{
            "name": "rank", "import_path": "rank:app", "route_prefix": "/rank",
            "runtime_env": {"env_vars": {"HF_TOKEN": "hf-s3cr3t-of-the-team"}},
            "deployments": [{"name": "a", "user_config": {"key": "key-s3cr3t-of-the-team"}}, {"name": "b"}],
        }]},
        "ray_cluster_config": {"head_group_spec": {"requests": {"spec_code": "ray.head.4u16g"}},
            "worker_group_specs": [{"name": "cpu", "min_replicas": 1, "max_replicas": 4}]},
        "data_infos": [{"input_path": "obs://data/prompts"}],
    }
    service = huawei.Endpoint("service", type="ray_service", description="first",
        reserved_resource={"apu": {"spec_code": "a1x", "warm_up_num": 1}},
        config={"ray_service_config": SERVICE})
    chat = huawei.Endpoint("chat", **BASE, opts=ResourceOptions(depends_on=service))
    found = huawei.Endpoint.get("found", service.id)
    pulumi.export("found", [found.type, found.status, found.reserved_resource["apu"]["warm_up_num"], found.location])
    pulumi.export("config", found.config)
"""


def steps(preview):
    """Return by logical name what a preview that was asked for as JSON would do, and at which paths it differs."""
    found = json.loads(preview.succeeded().out)["steps"]
    return {step["urn"].rpartition("::")[2]: (step["op"], set(step["detailedDiff"] or {})) for step in found}


@pytest.mark.parametrize("cloud", ["huawei"], indirect=True)
def test_a_ray_service(stack, simulator, cloud):
    """
    A Ray service that could not be created is replaced once; read, drifted and changed, it shows where, and no secret.

    What Endpoint.get reads is nobody's to change: it is the same after a refresh, and a destroy leaves it alone.
    """
    stack.use(cloud)
    stack.program(PROGRAM)
    simulator.settings(next_outcome={"fail": "no cards left"})
    (line,) = stack.up().failed().errors("service")
    failed = stack.resources["service"]
    assert f"endpoint {failed['id']} is CREATE_FAILED (no cards left (dataartsfabric.00000500))" in line
    assert set(stack.resources) == {"service"}
    before = len(simulator.writes)
    stack.up().succeeded()
    service, chat = stack.resources["service"], stack.resources["chat"]
    assert simulator.writes[before:] == ["POST", "POST", "DELETE"]  # service, chat, and then the one that failed
    assert {endpoint["id"] for endpoint in simulator.living} == {service["id"], chat["id"]}
    assert stack.outputs["found"] == ["ray_service", "RUNNING", 1, service["outputs"]["location"]]
    assert "ciphertext" in stack.outputs["config"]

    # Somebody else changes both: the preview names the paths, up puts one right in place and replaces the other.
    simulator.patch(chat["id"], "huawei", fields={"description": "theirs"})
    theirs = {"data_infos": [{"input_path": "obs://data/theirs"}], "ray_cluster_config": {"enable_custom": True}}
    simulator.patch(service["id"], "huawei", fields={"config": {"ray_service_config": theirs}})
    shown = steps(stack.run("preview", "--refresh", "--json"))
    assert shown["chat"] == ("update", {"description"})
    assert shown["service"] == ("replace", {"config.ray_service_config.data_infos"})
    before = len(simulator.writes)
    stack.up("--refresh").succeeded()
    assert sorted(simulator.writes[before:]) == ["DELETE", "POST", "PUT"]
    assert stack.resources["chat"]["id"] == chat["id"]

    # The user does: what is secret shows by its path alone.
    stack.program(
        PROGRAM.replace("hf-s3cr3t-of-the-team", "key-s3cr3t-of-the-team")
        .replace('"max_replicas": 4', '"max_replicas": 5')
        .replace("**BASE", '**{**BASE, "description": "second"}')
    )
    shown = stack.preview().succeeded()
    assert shown.lines("worker_group_specs")
    assert shown.lines("applications", "[secret]")
    assert shown.lines("description", "second")
    assert not shown.lines("data_infos")

    everything = [command.text for command in stack.commands]
    everything += [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    assert not [value for value in SECRETS if any(value in text for text in everything)]
    stack.destroy().succeeded()
    assert simulator.living == []
    assert simulator.writes.count("DELETE") == len(simulator.endpoints)
