"""What a program sees of outputs, on the real engine: the same in a preview, in an up and from the state."""

import json
import textwrap

import pytest

from pulumi_serving.core.values import schema

from .clouds import CLOUDS

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


def test_nothing_changes_where_everything_is_taken(stack, simulator):
    """A program that exports every output, and hands every output on, has no change after an up, refreshed or not."""
    lines = [f"import pulumi\n{textwrap.dedent(TAKER)}\n"]
    for cloud in CLOUDS.values():
        stack.config |= cloud.settings(simulator.url)
        kind = getattr(cloud.package, cloud.resource.partition(".")[2])._provider_class.kind
        names = [*schema.fields(kind.args), *schema.fields(kind.state), "status", "location", "changed_at", "id"]
        lines.append(f"""
{cloud.prelude}
one = {cloud.resource}("one-{cloud.name}", **BASE)
taken = {{"of_" + name: getattr(one, name) for name in {names!r}}}
Taker("outputs-{cloud.name}", taken)
Taker("together-{cloud.name}", {{"taken": taken}})
Taker("texts-{cloud.name}", {{name: value.apply(lambda value: f"{{value}}") for name, value in taken.items()}})
for name in {names!r}:
    pulumi.export(f"{cloud.name} {{name}}", getattr(one, name))
""")
    stack.program("".join(lines))
    stack.up().succeeded()
    before = _read(stack)
    assert len(before) > 50
    stack.unchanged()
    stack.up("--refresh", "--expect-no-changes").succeeded()
    assert _read(stack) == before
    assert simulator.writes == ["POST"] * len(CLOUDS)


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
    assert "KeyError" not in stack.previewed_up().succeeded().out
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
    stack.program(program.replace("**BASE)", "**{**BASE, 'image': 'registry.example.com/llm:2'})"))
    done = stack.previewed_up().succeeded()
    for name in ("llm", "other"):
        assert done.lines(f"~  pulumi-python:dynamic/serving/ppio:Endpoint {name} update ")
    assert done.touched == {"llm": {"update"}}
    stack.unchanged()


def _read(stack):
    """Return what the stack exports; what is secret is encrypted anew each time."""
    return {name: "secret" if "ciphertext" in str(value) else value for name, value in stack.outputs.items()}
