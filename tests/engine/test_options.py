"""The engine's own options, on endpoints: protect, retain, ignore, aliases, replacement, targets, reading by id."""

import json

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

NEW_IMAGE = '**{**BASE, "image": "registry.example.com/llm:2"}'
URN = "urn:pulumi:test::tests::pulumi-python:dynamic/serving/ppio:Endpoint::{}"


def test_options_of_a_change(stack, simulator):
    """Ignored changes, aliases and the order of a replacement are respected, and dependents wait."""
    stack.program("""
        class Box(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("test:index:Box", name)

        ignored = ppio.Endpoint("ignored", **BASE)
        old_name = ppio.Endpoint("old-name", **BASE)
        no_parent = ppio.Endpoint("no-parent", **BASE)
        first_gone = ppio.Endpoint("first-gone", **BASE)
        after = ppio.Endpoint("after", **BASE, opts=ResourceOptions(depends_on=[first_gone]))
    """)
    stack.up().succeeded()
    ids = {name: resource["id"] for name, resource in stack.resources.items()}
    lives = {endpoint["id"]: endpoint for endpoint in simulator.endpoints}
    assert lives[ids["first-gone"]]["ready_at"] <= lives[ids["after"]]["created_at"]

    stack.program(f"""
        class Box(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("test:index:Box", name)

        box = Box("box")
        ignored = ppio.Endpoint("ignored", {NEW_IMAGE}, opts=ResourceOptions(ignore_changes=["image"]))
        new_name = ppio.Endpoint("new-name", **BASE, opts=ResourceOptions(aliases=[pulumi.Alias(name="old-name")]))
        no_parent = ppio.Endpoint("no-parent", **BASE, opts=ResourceOptions(
            parent=box, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]))
        first_gone = ppio.Endpoint("first-gone", **{{**BASE, "type": "async"}}, opts=ResourceOptions(
            delete_before_replace=True))
        after = ppio.Endpoint("after", **BASE, opts=ResourceOptions(depends_on=[first_gone]))
    """)
    stack.up().succeeded()
    now = {name: resource["id"] for name, resource in stack.resources.items()}
    lives = {endpoint["id"]: endpoint for endpoint in simulator.endpoints}
    assert now["ignored"] == ids["ignored"]
    assert simulator.show(now["ignored"])["image"].endswith(":1.4")
    assert now["new-name"] == ids["old-name"]
    assert now["no-parent"] == ids["no-parent"]
    assert lives[ids["first-gone"]]["deleted_at"] <= lives[now["first-gone"]]["created_at"]
    assert len(simulator.living) == 5
    stack.unchanged()


def test_replace_on_changes(stack, simulator):
    """A field that the program says must not change in place is replaced."""
    stack.program('ppio.Endpoint("llm", **BASE, opts=ResourceOptions(replace_on_changes=["image"]))')
    stack.up().succeeded()
    stack.program(f'ppio.Endpoint("llm", {NEW_IMAGE}, opts=ResourceOptions(replace_on_changes=["image"]))')
    stack.up().succeeded()
    assert simulator.writes == ["POST", "POST", "DELETE"]


def test_protect_retain_target_and_state(stack, simulator):
    """Protected endpoints stay, retained ones are left in the cloud, a target changes alone, state delete lets go."""
    stack.program("""
        protected = ppio.Endpoint("protected", **BASE, opts=ResourceOptions(protect=True))
        retained = ppio.Endpoint("retained", **BASE, opts=ResourceOptions(retain_on_delete=True))
        left = ppio.Endpoint("left", **BASE)
    """)
    stack.up().succeeded()
    ids = {name: resource["id"] for name, resource in stack.resources.items()}
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
    stack.program(f"""
        theirs = ppio.Endpoint.get("theirs", "{id_}")
        pulumi.export("image", theirs.image)
        pulumi.export("url", theirs.url)
        pulumi.export("envs", theirs.envs)
        pulumi.export("replicas", theirs.worker_config["max_replicas"])
    """)
    done = stack.up().succeeded()
    assert "s3cr3t-of-theirs" not in done.out
    assert "s3cr3t-of-theirs" not in stack.export()
    outputs = stack.outputs
    assert outputs["image"] == "registry.example.com/llm:1.4"
    assert outputs["url"].startswith(f"https://{id_}-")
    assert outputs["replicas"] == 3
    assert "ciphertext" in outputs["envs"]
    stack.unchanged()
    stack.destroy().succeeded()
    assert [endpoint["id"] for endpoint in simulator.living] == [id_]
    assert simulator.writes == ["POST"]

    stack.program('ppio.Endpoint.get("nobodys", "0123456789abcdef")')
    (line,) = stack.up().failed().errors("nobodys")
    assert line == f"there is no endpoint 0123456789abcdef at {simulator.url}"
    assert stack.resources == {}


def test_export_of_the_state_can_be_imported(stack, simulator):
    """A stack that is exported and imported again shows no change and destroys what it held."""
    stack.program('llm = ppio.Endpoint("llm", **BASE, envs=[{"key": "A", "value": "1"}])')
    stack.up().succeeded()
    file = stack.folder / "exported.json"
    file.write_text(stack.export())
    assert json.loads(file.read_text())["deployment"]["resources"]
    stack.run("stack", "import", "--file", str(file)).succeeded()
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []
