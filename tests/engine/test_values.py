"""What a program sees of outputs, on the real engine: the same in a preview, in an up and from the state."""

import json

import pytest

from pulumi_serving.core.values import schema

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

TAKER = """
    from pulumi.dynamic import CreateResult, Resource, ResourceProvider, UpdateResult

    class TakerProvider(ResourceProvider):
        def create(self, props):
            return CreateResult("taker", props)

        def update(self, _id, _olds, news):
            return UpdateResult(news)

    class Taker(Resource):
        def __init__(self, name, props):
            super().__init__(TakerProvider(), name, {**props})
"""


def test_nothing_changes_where_everything_is_taken(stack, simulator, cloud):
    """A program that exports every output, and hands every output on, has no change after an up, refreshed or not."""
    stack.use(cloud)
    kind = getattr(cloud.package, cloud.resource.partition(".")[2])._provider_class.kind
    names = [*schema.fields(kind.args), *schema.fields(kind.state), "status", "location", "changed_at", "id"]
    stack.program(f"""{TAKER}
    one = {cloud.resource}("one", **BASE)
    names = {names!r}
    taken = {{"of_" + name: getattr(one, name) for name in names}}
    Taker("outputs", taken)
    Taker("together", {{"taken": taken}})
    Taker("texts", {{name: value.apply(lambda value: f"{{value}}") for name, value in taken.items()}})
    for name in names:
        pulumi.export(name, getattr(one, name))
    """)
    stack.up().succeeded()
    before = _read(stack)
    stack.unchanged()
    stack.run("preview", "--refresh", "--run-program", "--expect-no-changes").succeeded()
    stack.up("--refresh", "--expect-no-changes").succeeded()
    assert _read(stack) == before
    stack.destroy().succeeded()
    assert simulator.living == []


def test_a_key_that_the_cloud_fills_in_is_no_obstacle(stack, simulator):
    """A program may index into what the cloud fills in, in the preview of a create or an update too; it is whole."""
    program = """
        llm = ppio.Endpoint("llm", **BASE)
        pulumi.export("by_key", llm.worker_config.apply(lambda sizes: f"every {sizes['idle_timeout']} s"))
        pulumi.export("by_attribute", llm.worker_config.apply(lambda sizes: sizes.idle_timeout))
        pulumi.export("lifted", llm.worker_config.max_replicas)
        pulumi.export("block", llm.worker_config)
        other = ppio.Endpoint("other", **{**BASE, "worker_config": llm.worker_config})
    """
    stack.program(program)
    assert "KeyError" not in stack.preview().succeeded().out
    stack.up().succeeded()
    (_, endpoint) = simulator.endpoints
    sizes = simulator.show(endpoint["id"])["worker_config"]
    printed = stack.run("stack", "output", "--json").succeeded().out
    assert json.loads(printed) == {
        "by_key": f"every {sizes['idle_timeout']} s",
        "by_attribute": sizes["idle_timeout"],
        "lifted": 3,
        "block": {key: value for key, value in sizes.items() if value is not None},
    }
    assert ".0" not in printed
    stack.unchanged()
    stack.program(program.replace("**BASE)", "**{**BASE, 'image': 'registry.example.com/llm:2'})"))
    assert stack.touched() == {"llm": {"update"}, "other": {"update"}}
    stack.up().succeeded()
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []


def _read(stack):
    """Return what the stack exports; what is secret is encrypted anew each time."""
    return {name: "secret" if "ciphertext" in str(value) else value for name, value in stack.outputs.items()}
