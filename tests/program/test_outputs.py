"""Outputs as a program reads them: in an up, in a preview of a create or an update, and where nothing changes."""

import json
from typing import get_args

import pulumi
import pytest

from pulumi_serving import alibaba, huawei, ppio
from pulumi_serving.core.values import leaves, schema
from pulumi_serving.huawei.endpoint.testing import FULL as HUAWEI
from pulumi_serving.ppio.endpoint.testing import FULL as PPIO
from pulumi_serving.program.outputs import Block, shaped

RESOURCES = {"ppio": ppio.Endpoint, "huawei": huawei.Endpoint, "alibaba": alibaba.AppService}
ALL = {**RESOURCES, "volume": ppio.NetworkVolume}
APP_SERVICE = {"service_spec": "llama_7b_fp16", "replicas": 2, "config": {"Deep": [{"size": 4, "share": 0.5}]}}
ARGS = {"ppio": PPIO, "huawei": HUAWEI, "alibaba": APP_SERVICE}


class Engine(pulumi.runtime.Mocks):
    """
    Answers as the engine does.

    With ``state`` it leaves each resource as it is, and what that has of its own comes back; without, it tells the
    inputs alone, as in a preview of a create or an update.
    """

    def __init__(self, state=None):
        self.state = state

    def new_resource(self, args):
        outputs = {**args.inputs, **(self.state or {})}
        return f"{args.name}-id", {key: value for key, value in outputs.items() if value is not None}

    def call(self, args):  # noqa: ARG002
        return {}


@pytest.fixture
def read(mocked):
    """Return how to read outputs: ``(known, secret, value)`` of what a function makes of a resource of a cloud."""

    def run(cloud, args, use, *, preview, state=None):
        mocked(Engine(state), preview=preview)
        found = []

        async def look(output):
            data = await output.is_known(), await output.is_secret(), await output.future(with_unknowns=True)
            found.append(data)

        @pulumi.runtime.test
        def program():
            output = pulumi.Output.from_input(use(ALL[cloud]("one", **args)))
            return pulumi.Output.from_input(look(output))

        program()
        return found[0]

    return run


def floats(value):
    """Return every float in a value."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in floats(item)]
    if isinstance(value, list):
        return [found for item in value for found in floats(item)]
    return [value] if isinstance(value, float) else []


def fields(cloud):
    """Return the names of all outputs of a cloud's resource."""
    kind = RESOURCES[cloud]._provider_class.kind
    return [*schema.fields(kind.args), *schema.fields(kind.state), "status", "location", "changed_at"]


@pytest.mark.parametrize("cloud", RESOURCES)
def test_whole_numbers_are_whole_at_any_depth(read, cloud):
    """No whole number is a float, in any output, block or list, though the engine makes every number one."""
    state = {"status": "x", "created_at": 1700000000, "tokens_quota": {"total": 8000, "used": 5, "left": {"a": [1]}}}
    for name in fields(cloud):
        known, _, value = read(cloud, ARGS[cloud], lambda it, name=name: getattr(it, name), preview=False, state=state)
        assert known
        assert [number for number in floats(value) if number.is_integer()] == [], name


def test_a_block_is_a_mapping_with_attributes(read):
    """A block is read by key and by attribute, is equal to the mapping that it is, and goes into JSON as one."""
    sizes = {"min_replicas": 1, "max_replicas": 3}
    seen = {}

    def use(endpoint):
        def look(block):
            seen["block"] = block
            return block.min_replicas, block["max_replicas"], block.gpu_num, block["gpu_num"], block.get("gpu_num", 7)

        return pulumi.Output.all(endpoint.worker_config.apply(look), endpoint.worker_config["min_replicas"])

    _, _, value = read("ppio", {**PPIO, "worker_config": sizes}, use, preview=False)
    assert value == [(1, 3, None, None, 7), 1]
    block = seen["block"]
    assert isinstance(block, ppio.outputs.WorkerConfig)
    assert (block, json.loads(json.dumps(block))) == (sizes, sizes)
    with pytest.raises(AttributeError, match=r"^WorkerConfig has no min_replica; did you mean min_replicas\?$"):
        _ = block.min_replica
    with pytest.raises(KeyError):
        _ = block["min_replica"]


@pytest.mark.parametrize("key", ["min_replicas", "gpu_num", "request_timeout"])
@pytest.mark.parametrize(
    "use",
    [
        lambda key: lambda it: it.worker_config.apply(lambda block: block[key]),
        lambda key: lambda it: it.worker_config.apply(lambda block: getattr(block, key)),
        lambda key: lambda it: it.worker_config[key],
        lambda key: lambda it: getattr(it.worker_config, key),
        lambda key: lambda it: pulumi.Output.all(it.worker_config).apply(lambda found: found[0][key]),
        lambda key: lambda it: pulumi.Output.format("{0[" + key + "]}", it.worker_config),
    ],
    ids=["apply key", "apply attribute", "key", "attribute", "all", "format"],
)
def test_a_key_that_the_cloud_fills_in_is_unknown(read, key, use):
    """In a preview of a create or an update what was not declared of a block is unknown, however it is asked for."""
    known, _, value = read("ppio", {**PPIO, "worker_config": {"max_replicas": 3}}, use(key), preview=True)
    assert (known, value if leaves.is_unknown(value) else None) == (False, value)


def test_what_was_declared_of_a_block_is_known(read):
    """In such a preview what was declared is known by its key, and whole."""
    declared = {**PPIO, "worker_config": {"max_replicas": 3}}
    for use in (lambda it: it.worker_config["max_replicas"], lambda it: it.worker_config.max_replicas):
        known, _, value = read("ppio", declared, use, preview=True)
        assert (known, value, type(value)) == (True, 3, int)


def test_blocks_in_blocks_and_lists_are_no_different(read):
    """So it is at any depth: in the items of a list, and in blocks of blocks."""
    group = {"name": "a", "resource": {"spec_code": "s", "min": 1, "max": 2}}
    declared = {
        "type": "ray",
        "ray_resource": {"head_node_resource": {"spec_code": "h"}, "work_node_resources": [group]},
    }
    known, _, value = read(
        "huawei", declared, lambda it: it.ray_resource.work_node_resources[0].resource.max, preview=True
    )
    assert (known, value, type(value)) == (True, 2, int)
    declared = {"type": "x", "reserved_resource": {"apu": {"spec_code": "s", "warm_up_num": 1}}}
    known, _, _ = read("huawei", declared, lambda it: it.reserved_resource["apu"]["max_num"], preview=True)
    assert not known
    known, _, _ = read("huawei", declared, lambda it: it.reserved_resource["mu"]["max"], preview=True)
    assert not known
    known, _, _ = read("ppio", {**PPIO, "volumes": [{"mount_point": "/a"}]}, lambda it: it.volumes[0].id, preview=True)
    assert not known


@pytest.mark.parametrize("cloud", RESOURCES)
def test_what_is_none_is_known_where_nothing_changes(read, cloud):
    """In a preview that leaves a resource as it is, an output that the state lacks is known to be none."""
    state = {"status": "running", "location": "here"}
    for name in fields(cloud):
        known, _, _ = read(cloud, ARGS[cloud], lambda it, name=name: getattr(it, name), preview=True, state=state)
        assert known, name


@pytest.mark.parametrize("cloud", RESOURCES)
def test_what_is_not_known_yet_is_unknown(read, cloud):
    """In a preview of a create or an update every output that was not declared is unknown, and none is missing."""
    for name in fields(cloud):
        known, _, _ = read(cloud, ARGS[cloud], lambda it, name=name: getattr(it, name), preview=True)
        if name not in ARGS[cloud]:
            assert not known, name


def test_secrets_stay_secret(read):
    """A secret output is one in its declared form too, and what is taken from it."""
    uses = (lambda it: it.envs, lambda it: it.envs[0].key, lambda it: it.envs.apply(len))
    for use in uses:
        _, secret, _ = read("ppio", {**PPIO, "envs": [{"key": "A", "value": "b"}]}, use, preview=False)
        assert secret


def test_an_output_is_made_once(mocked):
    """Reading an attribute again gives the same output: each one is work for Pulumi at the program's end."""
    mocked(Engine())
    same = []

    @pulumi.runtime.test
    def program():
        endpoint = ppio.Endpoint("one", **PPIO)
        same.append(
            (endpoint.url is endpoint.url, "_shaped_outputs" in endpoint.__dict__, len(endpoint._shaped_outputs))
        )
        return endpoint.urn

    program()
    assert same == [(True, True, 1)]


@pytest.mark.parametrize("cloud", ["ppio", "huawei"])
def test_every_block_has_a_class(cloud):
    """Each output that is declared as a block is annotated with its class."""
    kind = RESOURCES[cloud]._provider_class.kind
    for args in (kind.args, kind.state):
        for name, field in schema.fields(args).items():
            if field.nested is not None:
                told = getattr(RESOURCES[cloud], name).fget.__annotations__["return"]
                assert f"outputs.{field.nested.__name__.removesuffix('Args').removesuffix('State')}" in told, name


@pytest.mark.parametrize("package", [ppio, huawei], ids=lambda package: package.__name__)
def test_no_key_of_a_block_hides_a_method(package):
    """A key that is named like a method of a mapping, or of an output, could not be read as an attribute."""
    for block in vars(package.outputs).values():
        if isinstance(block, type) and issubclass(block, Block):
            assert not {*block.__annotations__} & {*dir(dict)}, block
        for lifted in get_args(block):  # an output of a block, whose keys are outputs
            assert not {*lifted.__annotations__} & {*dir(pulumi.Output)}, lifted


def test_a_form_that_is_not_the_declared_one_is_left_alone():
    """A value of another type than declared is passed on as it is, but for its numbers."""
    assert shaped(list[ppio.outputs.Env], "text", whole=True) == "text"
    assert shaped(ppio.outputs.WorkerConfig | None, [1.0, {"a": 2.0}], whole=True) == [1, {"a": 2}]
    assert shaped(int | None, None, whole=True) is None
    assert shaped(dict[str, str], {"A": "b"}, whole=False) == {"A": "b"}


@pytest.mark.parametrize(("preview", "state", "known"), [(True, None, False), (True, {"changed_at": "2026"}, True)])
def test_outputs_of_what_does_not_serve(read, preview, state, known):
    """Without a status, when it was changed tells whether all of it is known; what was declared is known always."""
    args = {"region_id": "us-dallas-nas-2", "size": 100}
    assert read("volume", args, lambda made: made.region_id, preview=preview, state=state)[0] is True
    assert read("volume", args, lambda made: made.size, preview=preview, state=state)[2] == 100
    assert read("volume", args, lambda made: made.region_name, preview=preview, state=state)[0] is known
