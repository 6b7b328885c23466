"""From one door to the other and back: the same resources, and not a request that writes anything."""

import textwrap

import pytest
from tests.conftest import data_of

from pulumi_serving.core.cloud.discovery import clouds, kinds
from pulumi_serving.doors.native.resources import served

from .test_fleet import FLEET, data, fleet

pytestmark = [pytest.mark.engine, pytest.mark.timeout(3000)]  # the first use builds a language host
__all__ = ["fleet"]  # a fixture

KINDS = {f"{cloud}-{name}".replace("_", "-"): kind for cloud in clouds() for name, kind in kinds(cloud).items()}
NATIVE_FLEET = """
import pulumi

pulumi.ComponentResource("serving:index:Fleet", "serving", {"endpoints": None}, remote=True)
"""


def token(kind):
    """Return the type of a kind at the native door."""
    return next(of.token for of in served().values() if type(of.kind) is type(kind))


def programs():
    """Return a program with one resource of each kind for each door; each takes what the other has made."""
    dynamic, native = ["import pulumi"], ["import pulumi"]
    for name, kind in KINDS.items():
        _, cloud, title = token(kind).split(":")
        create = data_of(kind).CREATE
        own = f"pulumi-python:dynamic/serving/{cloud}:{title}"
        alias = "pulumi.ResourceOptions(aliases=[pulumi.Alias(type_={!r})])"
        dynamic += [
            f"from pulumi_serving import {cloud}",
            f"{cloud}.{title}({name!r}, **{create!r}, opts={alias.format(token(kind))})",
        ]
        wire = next(of for of in served().values() if of.token == token(kind)).names.to_wire(create)
        native.append(f"pulumi.CustomResource({token(kind)!r}, {name!r}, {wire!r}, {alias.format(own)})")
    return "\n".join(dynamic), "\n".join(native)


def test_each_kind_and_a_fleet_move_and_come_back(fleet, simulator, native_config):
    """
    A resource of each kind moves by an alias, and a fleet without one: recorded anew, and nothing is written.

    The aliases are the user's; the fleet brings its own.
    """
    dynamic, native = programs()
    fleet.config |= native_config()
    fleet.config["serving:endpoints"] = {f"llm-{cloud}": {"cloud": cloud, **data(cloud).CREATE} for cloud in clouds()}
    fleet.program(dynamic + textwrap.dedent(FLEET))
    fleet.up().succeeded()
    before = {name: resource["id"] for name, resource in fleet.resources.items()}
    assert before.keys() == KINDS.keys() | {f"llm-{cloud}" for cloud in clouds()}
    writes = simulator.writes
    for program, names in (
        (native + NATIVE_FLEET, ["productId", "workerConfig"]),
        (dynamic + textwrap.dedent(FLEET), ["product_id", "worker_config"]),
    ):
        fleet.program(program)
        touched = fleet.previewed_up().succeeded().touched
        assert {step for name in before for step in touched[name]} == {"update"}
        assert not {"replace", "delete"}.intersection(*(touched[name] for name in touched if "default" not in name))
        assert {name: resource["id"] for name, resource in fleet.resources.items()} == before
        outputs = fleet.resources["ppio-endpoint"]["outputs"]
        assert all(name in outputs for name in names)
        fleet.unchanged()
    assert simulator.writes == writes
    fleet.destroy().succeeded()
    assert simulator.living == []
