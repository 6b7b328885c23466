"""From a program's own endpoints into a fleet: the same endpoints, and not a request that costs anything."""

import pytest

from pulumi_serving.core.cloud.discovery import clouds

from .test_fleet import FLEET, data, fleet

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]
__all__ = ["fleet"]  # a fixture


def test_endpoints_go_into_a_fleet(fleet, simulator, second_key):
    """
    Endpoints of all clouds, and one of a Provider of its own, go on in a fleet under their former URNs.

    Nothing is made, changed or deleted in a cloud, then or later, and the fleet's wait sees that they serve.
    """
    names = {f"llm-{cloud}": cloud for cloud in clouds()}
    lines = [
        f'from pulumi_serving import {cloud}\n{cloud}.{kind(cloud)}("{name}", **{data(cloud).CREATE!r})'
        for name, cloud in names.items()
    ]
    settings = {"api_key": second_key.value, "base_url": simulator.url}
    lines += [
        f"team = ppio.Provider('team', **{settings!r})",
        f'ppio.Endpoint("llm-team", **{data("ppio").CREATE!r}, opts=pulumi.ResourceOptions(provider=team))',
    ]
    fleet.program("\n".join(lines))
    fleet.up().succeeded()
    before = {name: resource["id"] for name, resource in fleet.resources.items()}
    urns = {name: resource["urn"] for name, resource in fleet.resources.items()}
    writes = simulator.writes
    assert writes == ["POST"] * 4

    fleet.config["serving:accounts"] = {
        "team": {"cloud": "ppio", **settings, "api_key": {"secure": fleet.cipher(second_key)}}
    }
    fleet.config["serving:endpoints"] = {
        f"moved-{name}": {
            "cloud": names.get(name, "ppio"),
            "aliases": [urn],
            **({} if name in names else {"account": "team"}),
            **data(names.get(name, "ppio")).CREATE,
        }
        for name, urn in urns.items()
    }
    fleet.program(FLEET)
    touched = fleet.previewed_up().succeeded().touched
    assert touched
    assert not [name for name in touched if "llm" in name], touched
    assert {name.removeprefix("moved-"): resource["id"] for name, resource in fleet.resources.items()} == before
    assert simulator.writes == writes

    for endpoint in fleet.config["serving:endpoints"].values():
        del endpoint["aliases"]
    fleet.up("--refresh", "--expect-no-changes").succeeded()
    fleet.destroy().succeeded()
    assert len(simulator.endpoints) == 4
    assert simulator.living == []


def kind(cloud):
    """Return the name of a cloud's resource."""
    return "AppService" if cloud == "alibaba" else "Endpoint"
