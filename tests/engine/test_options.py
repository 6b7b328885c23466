"""The engine's own options, on endpoints: protect, retain, ignore, aliases, replacement, targets, reading by id."""

import json

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

NEW_IMAGE = '**{**BASE, "image": "registry.example.com/llm:2"}'
ASYNC = '**{**BASE, "type": "async"}'
URN = "urn:pulumi:test::tests::pulumi-python:dynamic/serving/ppio:Endpoint::{}"


BOX = """
        class Box(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("test:index:Box", name)

"""


def test_options(stack, simulator):
    """
    Ignored changes, aliases and the order of a replacement are respected, and dependents wait.

    With a name of ours a successor comes first, with the user's own the old one goes first. Protected endpoints stay,
    retained ones are left in the cloud, a target changes alone, state delete lets go.
    """
    stack.program(f"""{BOX}
        ignored = ppio.Endpoint("ignored", **BASE)
        old_name = ppio.Endpoint("old-name", **BASE)
        no_parent = ppio.Endpoint("no-parent", **BASE)
        first_gone = ppio.Endpoint("first-gone", **BASE)
        after = ppio.Endpoint("after", **BASE, opts=ResourceOptions(depends_on=[first_gone]))
        ours = ppio.Endpoint("ours", **BASE)
        own = ppio.Endpoint("own", **BASE, name="own")
        replaced = ppio.Endpoint("replaced", **BASE, opts=ResourceOptions(replace_on_changes=["image"]))
        protected = ppio.Endpoint("protected", **BASE, opts=ResourceOptions(protect=True))
        retained = ppio.Endpoint("retained", **BASE, opts=ResourceOptions(retain_on_delete=True))
        left = ppio.Endpoint("left", **BASE)
    """)
    stack.up("--parallel", "32").succeeded()
    ids = {name: resource["id"] for name, resource in stack.resources.items()}
    names = {name: resource["inputs"]["name"] for name, resource in stack.resources.items()}
    lives = {endpoint["id"]: endpoint for endpoint in simulator.endpoints}
    assert lives[ids["first-gone"]]["ready_at"] <= lives[ids["after"]]["created_at"]

    stack.program(f"""{BOX}
        box = Box("box")
        ignored = ppio.Endpoint("ignored", {NEW_IMAGE}, opts=ResourceOptions(ignore_changes=["image"]))
        new_name = ppio.Endpoint("new-name", **BASE, opts=ResourceOptions(aliases=[pulumi.Alias(name="old-name")]))
        no_parent = ppio.Endpoint("no-parent", **BASE, opts=ResourceOptions(
            parent=box, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]))
        first_gone = ppio.Endpoint("first-gone", {ASYNC}, opts=ResourceOptions(delete_before_replace=True))
        after = ppio.Endpoint("after", **BASE, opts=ResourceOptions(depends_on=[first_gone]))
        ours = ppio.Endpoint("ours", {ASYNC})
        own = ppio.Endpoint("own", {ASYNC}, name="own")
        replaced = ppio.Endpoint("replaced", {NEW_IMAGE}, opts=ResourceOptions(replace_on_changes=["image"]))
        protected = ppio.Endpoint("protected", **BASE, opts=ResourceOptions(protect=True))
        retained = ppio.Endpoint("retained", **BASE, opts=ResourceOptions(retain_on_delete=True))
        left = ppio.Endpoint("left", **BASE)
    """)
    stack.up("--parallel", "32").succeeded()
    now = {name: resource["id"] for name, resource in stack.resources.items()}
    lives = {endpoint["id"]: endpoint for endpoint in simulator.endpoints}
    assert now["ignored"] == ids["ignored"]
    assert simulator.show(now["ignored"])["image"].endswith(":1.4")
    assert now["new-name"] == ids["old-name"]
    assert now["no-parent"] == ids["no-parent"]
    assert lives[ids["first-gone"]]["deleted_at"] <= lives[now["first-gone"]]["created_at"]
    assert lives[now["ours"]]["ready_at"] <= lives[ids["ours"]]["deleted_at"]
    assert lives[now["ours"]]["name"] != names["ours"]
    assert lives[ids["own"]]["deleted_at"] <= lives[now["own"]]["created_at"]
    assert lives[now["own"]]["name"] == stack.resources["own"]["inputs"]["name"] == "own"
    assert lives[ids["replaced"]]["deleted_at"] is not None
    assert len(simulator.living) == len(now) == 11
    stack.unchanged()

    stack.program(f"""
        protected = ppio.Endpoint("protected", {NEW_IMAGE}, opts=ResourceOptions(protect=True))
        retained = ppio.Endpoint("retained", {NEW_IMAGE}, opts=ResourceOptions(retain_on_delete=True))
    """)
    stack.up("--target", URN.format("protected")).succeeded()
    assert simulator.show(ids["protected"])["image"].endswith(":2")
    assert simulator.show(ids["retained"])["image"].endswith(":1.4")
    stack.run("state", "delete", URN.format("left"), "--yes").succeeded()

    done = stack.destroy().failed()
    assert URN.format("protected") in done.out
    stack.destroy("--exclude-protected").succeeded()
    assert {endpoint["id"] for endpoint in simulator.living} == {ids["protected"], ids["retained"], ids["left"]}
    assert set(stack.resources) == {"protected"}


def test_get(stack, simulator):
    """Endpoint.get reads an endpoint without owning it, with its secrets secret; a missing id is an error."""
    id_ = simulator.make("theirs", envs=[{"key": "TOKEN", "value": "s3cr3t-of-theirs"}])
    program = f"""
        theirs = ppio.Endpoint.get("theirs", "{id_}")
        pulumi.export("image", theirs.image)
        pulumi.export("url", theirs.url)
        pulumi.export("envs", theirs.envs)
        pulumi.export("replicas", theirs.worker_config["max_replicas"])
    """
    stack.program(program)
    done = stack.up().succeeded()
    assert "s3cr3t-of-theirs" not in done.out
    assert "s3cr3t-of-theirs" not in json.dumps(stack.state)
    outputs = stack.outputs
    assert outputs["image"] == "registry.example.com/llm:1.4"
    assert outputs["url"].startswith(f"https://{id_}-")
    assert outputs["replicas"] == 3
    assert "ciphertext" in outputs["envs"]

    stack.program(program + '\n        ppio.Endpoint.get("nobodys", "0123456789abcdef")')
    (line,) = stack.up().failed().errors("nobodys")
    assert line == f"there is no endpoint 0123456789abcdef at {simulator.url}"
    assert set(stack.resources) == {"theirs"}
    stack.destroy().succeeded()
    assert [endpoint["id"] for endpoint in simulator.living] == [id_]
    assert simulator.writes == ["POST"]
