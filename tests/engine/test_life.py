"""An endpoint's life: up, up again, refresh, changes in place, replacements, destroy."""

import json

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

ONE = 'llm = ppio.Endpoint("llm", ppio.EndpointArgs(**BASE))'

FULL = """
    llm = ppio.Endpoint(
        "llm",
        type="async",
        product_id="h100",
        image="registry.example.com/llm:1.4",
        worker_config=ppio.WorkerConfigArgs(
            min_replicas=1,
            max_replicas=4,
            idle_timeout=90,
            max_concurrent_per_worker=2,
            gpu_num=2,
            rootfs_size_gb=120,
            min_cuda_version="12.4",
            request_timeout=300,
        ),
        name="llm-full",
        app_name="chat",
        registry_auth_id="registry-auth-id",
        entrypoint="/bin/serve",
        command="--quiet",
        policy=ppio.PolicyArgs(type="concurrency", value=7),
        volumes=[
            ppio.VolumeArgs(type="network", id="st-123", mount_point="/models"),
            ppio.VolumeArgs(type="local", size=30, mount_point="/cache"),
        ],
        envs=[ppio.EnvArgs(key="B", value="2"), ppio.EnvArgs(key="A", value="1")],
        ports=[8000, 8001],
        health_check=ppio.HealthCheckArgs(path="/health", port=8000),
        region_id="us-dallas-nas-2",
        wait_until_ready=True,
    )
"""


def steps(preview):
    """Return the steps of a preview that was asked for as JSON, by logical name."""
    found = json.loads(preview.succeeded().out)["steps"]
    return {step["urn"].rpartition("::")[2]: step for step in found if "Endpoint" in step["urn"]}


def test_life(stack, simulator):
    """Up makes an endpoint with all its outputs; whatever then looks finds no change; destroy leaves nothing."""
    stack.program(f"""
        {ONE}
        for name in ("status", "url", "created_at", "member_id", "owner_id", "location", "app_name", "name", "id"):
            pulumi.export(name, getattr(llm, name))
        pulumi.export("job_url", llm.job_url.apply(str))
    """)
    stack.up().succeeded()
    (endpoint,) = simulator.endpoints
    outputs = stack.outputs
    assert outputs == {
        "status": "running",
        "url": f"https://{endpoint['id']}-{endpoint['id']}.runsync.serverless.simulator.invalid",
        "created_at": int(endpoint["created_at"]),
        "member_id": "member-1",
        "owner_id": outputs["owner_id"],
        "location": simulator.url,
        "app_name": endpoint["id"],
        "name": endpoint["name"],
        "id": endpoint["id"],
        "job_url": "None",
    }
    resource = stack.resources["llm"]
    assert resource["id"] == endpoint["id"]
    assert resource["type"] == "pulumi-python:dynamic/serving/ppio:Endpoint"

    stack.unchanged()
    stack.refresh("--expect-no-changes").succeeded()
    stack.run("preview", "--refresh", "--run-program", "--expect-no-changes").succeeded()
    stack.up("--refresh", "--expect-no-changes").succeeded()
    assert simulator.writes == ["POST"]
    (stack.folder / "__main__.py").unlink()
    stack.destroy().succeeded()
    assert simulator.writes == ["POST", "DELETE"]
    assert simulator.living == []


def test_every_argument(stack, simulator):
    """Every argument arrives as it was given and shows no change after; removing one clears it in the cloud."""
    stack.program(FULL)
    stack.up().succeeded()
    (endpoint,) = simulator.endpoints
    shown = simulator.show(endpoint["id"])
    assert {name: shown[name] for name in ("type", "product_id", "image", "name", "app_name", "region_id")} == {
        "type": "async",
        "product_id": "h100",
        "image": "registry.example.com/llm:1.4",
        "name": "llm-full",
        "app_name": "chat",
        "region_id": "us-dallas-nas-2",
    }
    assert json.dumps(shown["worker_config"], sort_keys=True) == json.dumps(
        {
            "gpu_num": 2,
            "idle_timeout": 90,
            "max_concurrent_per_worker": 2,
            "max_replicas": 4,
            "min_cuda_version": "12.4",
            "min_replicas": 1,
            "request_timeout": 300,
            "rootfs_size_gb": 120,
        }
    )
    assert (shown["registry_auth_id"], shown["entrypoint"], shown["command"]) == (
        "registry-auth-id",
        "/bin/serve",
        "--quiet",
    )
    assert shown["policy"] == {"type": "concurrency", "value": 7}
    assert shown["volumes"] == [
        {"type": "network", "id": "st-123", "mount_point": "/models"},
        {"type": "local", "size": 30, "mount_point": "/cache"},
    ]
    assert shown["envs"] == [{"key": "B", "value": "2"}, {"key": "A", "value": "1"}]
    assert json.dumps(shown["ports"]) == "[8000, 8001]"
    assert shown["health_check"] == {"path": "/health", "port": 8000}

    stack.refresh("--expect-no-changes").succeeded()
    turned = FULL.replace("[8000, 8001]", "[8001, 8000]").replace(
        '[ppio.EnvArgs(key="B", value="2"), ppio.EnvArgs(key="A", value="1")]',
        '[{"key": "A", "value": "1"}, {"key": "B", "value": "2"}]',
    )
    assert turned.count("8001, 8000") == turned.count('{"key": "A"') == 1
    stack.program(turned)
    stack.unchanged()

    stack.program("""
        llm = ppio.Endpoint(
            "llm", type="async", app_name="chat", name="llm-full", product_id="h100", region_id="us-dallas-nas-2",
            image="registry.example.com/llm:1.4", worker_config={"max_replicas": 4, "min_replicas": 1, "gpu_num": 2})
    """)
    done = stack.up().succeeded()
    shown = simulator.show(endpoint["id"])
    cleared = ("registry_auth_id", "entrypoint", "command", "volumes", "envs", "ports")
    assert [shown[name] for name in cleared] == ["", "", "", [], [], []]
    # An object has no empty form that the API documents: it keeps its value, and a warning says so.
    assert shown["policy"] == {"type": "concurrency", "value": 7}
    assert any(line.startswith("warning: policy: ") for line in done.diagnostics["llm"])
    stack.unchanged()


CHANGES = {
    "image": ("image", "'registry.example.com/llm:2'", "update"),
    "product": ("product_id", "'h100'", "update"),
    "auth": ("registry_auth_id", "'registry-auth-2'", "update"),
    "entrypoint": ("entrypoint", "'/bin/other'", "update"),
    "command": ("command", "'--loud'", "update"),
    "policy": ("policy", "{'type': 'queue', 'value': 9}", "update"),
    "volumes": ("volumes", "[{'type': 'local', 'size': 20, 'mount_point': '/tmp/x'}]", "update"),
    "envs": ("envs", "[{'key': 'A', 'value': '1'}]", "update"),
    "ports": ("ports", "[9000]", "update"),
    "health": ("health_check", "{'path': '/ready', 'port': 80}", "update"),
    "region": ("region_id", "'us-dallas-nas-2'", "update"),
    "workers": ("worker_config", "{'min_replicas': 0, 'max_replicas': 5, 'gpu_num': 1}", "update"),
    "own-name": ("name", "'a-name'", "update"),
    "app": ("app_name", "'chat'", "replace"),
    "kind": ("type", "'async'", "replace"),
}


def test_every_change(stack, simulator):
    """A change of one argument shows this one alone, updates or replaces as documented, and arrives."""
    simulator.settings(ready_after_s=0)
    stack.program(f"""
        for name in {list(CHANGES)}:
            ppio.Endpoint(name, **BASE)
    """)
    stack.up("--parallel", "32").succeeded()
    ids = {name: resource["id"] for name, resource in stack.resources.items()}
    lines = [
        f'ppio.Endpoint("{name}", **{{**BASE, "{field}": {value}}})' for name, (field, value, _) in CHANGES.items()
    ]
    stack.program("\n".join(lines))
    before = len(simulator.writes)
    shown = steps(stack.run("preview", "--json"))
    assert len(simulator.writes) == before
    assert {name: found["op"] for name, found in shown.items()} == {
        name: operation for name, (_, _, operation) in CHANGES.items()
    }
    for name, (field, _, operation) in CHANGES.items():
        old, new = shown[name]["oldState"]["inputs"], shown[name]["newState"]["inputs"]
        # A successor has a new name of ours; a name of the user's is a name and whose it is.
        beside = {"name"} if operation == "replace" else {"__named_by"} if field == "name" else set()
        assert {key for key in {*old, *new} if old.get(key) != new.get(key)} == {field, *beside}

    stack.up("--parallel", "32").succeeded()
    for name, (field, value, operation) in CHANGES.items():
        id_ = stack.resources[name]["id"]
        assert (id_ == ids[name]) == (operation == "update")
        live, wanted = simulator.show(id_)[field], eval(value)
        assert live == wanted if not isinstance(wanted, dict) else wanted.items() <= live.items()
    stack.unchanged()


def test_replacements(stack, simulator):
    """With a name of ours the new endpoint comes first, with the user's own the old one goes first."""
    program = """
        ours = ppio.Endpoint("ours", **BASE)
        own = ppio.Endpoint("own", **BASE, name="own", opts=ResourceOptions(depends_on=ours))
    """
    stack.program(program)
    stack.up().succeeded()
    names = {name: resource["inputs"]["name"] for name, resource in stack.resources.items()}
    stack.program(program.replace("**BASE", '**{**BASE, "type": "async"}'))
    stack.up().succeeded()
    ours = [endpoint for endpoint in simulator.endpoints if endpoint["name"].startswith("ours-")]
    own = [endpoint for endpoint in simulator.endpoints if endpoint["name"] == "own"]
    assert ours[1]["ready_at"] <= ours[0]["deleted_at"]
    assert ours[1]["name"] != names["ours"]
    assert own[0]["deleted_at"] <= own[1]["created_at"]
    assert stack.resources["own"]["inputs"]["name"] == "own"
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []


def test_preview_needs_no_cloud(stack, simulator):
    """A preview asks no cloud, and takes arguments that are not known yet; up gives the dependent their values."""
    stack.program("""
        first = ppio.Endpoint("first", **BASE)
        second = ppio.Endpoint("second", **{**BASE, "command": pulumi.Output.concat("--peer=", first.url)},
            envs=[{"key": "PEER", "value": first.id}], app_name=first.name,
            health_check={"path": first.id.apply(lambda id_: "/" + id_), "port": 80})
        pulumi.export("id", first.id)
        pulumi.export("url", first.url)
        pulumi.export("image", second.image)
    """)
    here, stack.config["ppio:baseUrl"] = simulator.url, "http://127.0.0.1:9"
    preview = stack.run("preview").succeeded()
    assert preview.lines("url", "[unknown]")
    assert preview.lines("id", "[unknown]")
    stack.config["ppio:baseUrl"] = here
    stack.up().succeeded()
    first, second = stack.resources["first"], simulator.show(stack.resources["second"]["id"])
    assert second["command"] == f"--peer={first['outputs']['url']}"
    assert second["envs"] == [{"key": "PEER", "value": first["id"]}]
    assert second["health_check"] == {"path": f"/{first['id']}", "port": 80}

    stack.program("""
        first = ppio.Endpoint("first", **{**BASE, "image": "registry.example.com/llm:2"})
        pulumi.export("id", first.id)
    """)
    asked = len(simulator.operations())
    preview = stack.run("preview").succeeded()
    assert not preview.lines("id", "[unknown]")
    assert len(simulator.operations()) == asked
