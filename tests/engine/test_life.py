"""An endpoint's life: up, up again, refresh, a change in place, destroy; and what a preview shows of it."""

import json
import textwrap

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


@pytest.mark.usefixtures("cold_python")
def test_every_argument(stack, simulator):
    """
    Every argument arrives as it was given, and up gives all outputs; removing an argument clears it in the cloud.

    Whatever then looks finds no change, nor does a stack that was exported and imported; destroy needs no program.
    """
    stack.program(f"""
        {textwrap.indent(textwrap.dedent(FULL), " " * 8).strip()}
        for name in ("status", "url", "created_at", "member_id", "owner_id", "location", "app_name", "name", "id"):
            pulumi.export(name, getattr(llm, name))
        pulumi.export("job_url", llm.job_url.apply(str))
    """)
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
    outputs = stack.outputs
    assert outputs == {
        "status": "running",
        "url": shown["url"],
        "created_at": int(endpoint["created_at"]),
        "member_id": "member-1",
        "owner_id": outputs["owner_id"],
        "location": simulator.url,
        "app_name": "chat",
        "name": "llm-full",
        "id": endpoint["id"],
        "job_url": "None",
    }
    resource = stack.resources["llm"]
    assert resource["id"] == endpoint["id"]
    assert resource["type"] == "pulumi-python:dynamic/serving/ppio:Endpoint"

    file = stack.folder / "exported.json"
    file.write_text(stack.export())
    assert json.loads(file.read_text())["deployment"]["resources"]
    stack.run("stack", "import", "--file", str(file)).succeeded()
    stack.refresh("--expect-no-changes").succeeded()
    turned = FULL.replace("[8000, 8001]", "[8001, 8000]").replace(
        '[ppio.EnvArgs(key="B", value="2"), ppio.EnvArgs(key="A", value="1")]',
        '[{"key": "A", "value": "1"}, {"key": "B", "value": "2"}]',
    )
    assert turned.count("8001, 8000") == turned.count('{"key": "A"') == 1
    stack.program(turned)
    stack.unchanged()
    assert simulator.writes == ["POST"]

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
    (stack.folder / "__main__.py").unlink()
    stack.destroy().succeeded()
    assert simulator.writes == ["POST", "PUT", "DELETE"]
    assert simulator.living == []


def test_preview_needs_no_cloud(stack, simulator):
    """
    A preview asks no cloud, and takes arguments that are not known yet; up gives the dependent their values.

    So it is with functions: what depends on a resource reads once that is there, an account's key included.
    """
    stack.program("""
        first = ppio.Endpoint("first", **BASE)
        second = ppio.Endpoint("second", **{**BASE, "command": pulumi.Output.concat("--peer=", first.url)},
            envs=[{"key": "PEER", "value": first.id}], app_name=first.name,
            health_check={"path": first.id.apply(lambda id_: "/" + id_), "port": 80})
        later = ppio.Provider("later", api_key=first.id.apply(lambda _: "sk-" + "simulator-2"),
            base_url=pulumi.Config("ppio").require("baseUrl"))
        theirs = ppio.Endpoint("theirs", **BASE, opts=ResourceOptions(provider=later))
        pulumi.export("id", first.id)
        pulumi.export("url", first.url)
        pulumi.export("image", second.image)
        pulumi.export("status", ppio.get_endpoint_output(first.id).apply(lambda found: found.status))
        pulumi.export("regions", ppio.get_regions_output(pulumi.InvokeOptions(provider=later)).apply(
            lambda found: len(found.regions)))
    """)
    here, stack.config["ppio:baseUrl"] = simulator.url, "http://127.0.0.1:9"
    preview = stack.run("preview").succeeded()
    for name in ("url", "id", "status", "regions"):
        assert preview.lines(name, "[unknown]")
    stack.config["ppio:baseUrl"] = here
    stack.up().succeeded()
    first, second = stack.resources["first"], simulator.show(stack.resources["second"]["id"])
    assert second["command"] == f"--peer={first['outputs']['url']}"
    assert second["envs"] == [{"key": "PEER", "value": first["id"]}]
    assert second["health_check"] == {"path": f"/{first['id']}", "port": 80}
    assert (stack.outputs["status"], stack.outputs["regions"]) == ("running", 4)
    accounts = {endpoint["id"]: endpoint["account"] for endpoint in simulator.living}
    assert {name: accounts[resource["id"]] for name, resource in stack.resources.items()} == {
        "first": 1,
        "second": 1,
        "theirs": 2,
    }

    stack.program("""
        first = ppio.Endpoint("first", **{**BASE, "image": "registry.example.com/llm:2"})
        pulumi.export("id", first.id)
    """)
    asked = len(simulator.operations())
    preview = stack.run("preview").succeeded()
    assert not preview.lines("id", "[unknown]")
    assert len(simulator.operations()) == asked
