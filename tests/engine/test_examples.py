"""Every example's whole life in five commands: up, again, a change in place, a replacement, destroy."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

CHANGES = {"PUT", "PATCH"}
"""The methods of an update."""
EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass
class Example:
    """
    An example's settings, and those that change it; ``base_url`` names one that is an address of a cloud.

    ``gateway`` is the file that it writes for a gateway, with an address for each endpoint.
    """

    endpoints: int
    in_place: dict[str, str]
    replacing: dict[str, str]
    secrets: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    base_url: str = ""
    gateway: str = ""

    def addresses(self, folder):
        """Return what the gateway knows; None without a gateway."""
        if not self.gateway:
            return None
        models = json.loads((folder / self.gateway).read_text())["model_list"]
        assert len(models) == self.endpoints
        assert sum("api_key" in model["litellm_params"] for model in models) >= 2
        return [model["litellm_params"]["api_base"] for model in models]


CASES = {
    "alibaba": Example(
        3,
        in_place={"tests:replicas": "2", "tests:nasPath": "/models/2"},
        replacing={"tests:workspaceId": "234567"},
        secrets={
            "alicloud:accessKey": "simulator-access-key-id",
            "alicloud:secretKey": "simulator-access-key-secret",
        },
        settings={"alicloud:region": "cn-shanghai"},
        base_url="alicloud:easBaseUrl",
    ),
    "quickstart": Example(
        1,
        in_place={"tests:image": "registry.example.com/llm:1.5"},
        replacing={"tests:type": "async"},
    ),
    "huawei": Example(
        3,
        in_place={"tests:maxInstances": "3", "tests:maxWorkers": "6"},
        replacing={"tests:prompts": "obs://team-data/other-prompts"},
        secrets={"huaweicloud:secretKey": "simulator-secret-key", "tests:hfToken": "hf-s3cr3t-of-the-team"},
        settings={
            "huaweicloud:accessKey": "SIMULATORACCESSKEY",
            "huaweicloud:projectId": "0123456789abcdef0123456789abcdef",
            "huaweicloud:region": "cn-north-4",
            "huaweicloud:workspaceId": "5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
        },
        base_url="huaweicloud:fabricBaseUrl",
    ),
    "huawei-workspace": Example(
        1,
        in_place={"tests:description": "Models of both teams"},
        replacing={"tests:enterpriseProjectId": "1"},
        secrets={"huaweicloud:secretKey": "simulator-secret-key"},
        settings={
            "huaweicloud:accessKey": "SIMULATORACCESSKEY",
            "huaweicloud:projectId": "0123456789abcdef0123456789abcdef",
            "huaweicloud:region": "cn-north-4",
        },
        base_url="huaweicloud:fabricBaseUrl",
    ),
    "three-clouds": Example(
        3,
        in_place={"tests:image": "registry.example.com/llm:1.5"},
        replacing={"tests:workspaceId": "234567"},
        secrets={
            "tests:ppioApiKey": "sk-simulator",
            "tests:huaweiAccessKey": "SIMULATORACCESSKEY",
            "tests:huaweiSecretKey": "simulator-secret-key",
            "tests:alibabaAccessKey": "simulator-access-key-id",
            "tests:alibabaSecretKey": "simulator-access-key-secret",
        },
        settings={
            "tests:huaweiProjectId": "0123456789abcdef0123456789abcdef",
            "tests:huaweiWorkspaceId": "5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
        },
        base_url="tests:baseUrl",
        gateway="gateway.json",
    ),
    "ppio-network-volume": Example(
        1,
        in_place={"tests:image": "registry.example.com/team/llm:1.5", "tests:gigabytes": "400"},
        replacing={"tests:type": "async"},
    ),
    "ppio-registry-auth": Example(
        1,
        in_place={"tests:image": "registry.example.com/team/llm:1.5", "tests:registryUser": "robot"},
        replacing={"tests:type": "async"},
        secrets={"tests:registryPassword": "registry-s3cr3t-of-the-team"},
    ),
    "ppio": Example(
        2,
        in_place={"tests:image": "registry.example.com/team/llm:2"},
        replacing={"tests:appName": "team-chat-two"},
        secrets={"tests:novitaApiKey": "sk-simulator-2", "tests:hfToken": "hf-s3cr3t-of-the-team"},
        base_url="tests:novitaBaseUrl",
    ),
}


def test_every_example_is_here():
    """No example is without a test."""
    assert {folder.parent.name for folder in EXAMPLES.glob("*/__main__.py")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_example(stack, simulator, secret, name):
    """The example lives through it all, with as many endpoints as it says, and leaves none."""
    example = CASES[name]
    for module in (EXAMPLES / name).glob("*.py"):
        shutil.copy(module, stack.folder)
    stack.config |= {key: secret(value) for key, value in example.secrets.items()}
    stack.config |= example.settings
    if example.base_url:
        stack.config[example.base_url] = simulator.url

    stack.run("up", "--yes").succeeded()  # its preview is the first
    assert len(simulator.living) == example.endpoints
    ids = {endpoint["id"] for endpoint in simulator.living}
    stack.up("--expect-no-changes").succeeded()
    assert not CHANGES.intersection(simulator.writes)

    addresses = example.addresses(stack.folder)
    stack.config |= example.in_place
    # What was not waited for may have become ready since: that is no change to the program's own endpoints.
    stack.up("--refresh").succeeded()
    assert {endpoint["id"] for endpoint in simulator.living} == ids
    assert CHANGES.intersection(simulator.writes)
    stack.config |= example.replacing
    stack.up().succeeded()
    assert {endpoint["id"] for endpoint in simulator.living} != ids
    assert len(simulator.living) == example.endpoints
    assert addresses is None or example.addresses(stack.folder) != addresses
    stack.destroy().succeeded()
    assert simulator.living == []
    assert all(item["deleted_at"] for item in simulator.ledger().get("resources", []))
    assert not example.gateway or not (stack.folder / example.gateway).exists()
    for value in example.secrets.values():
        assert all(value not in command.text for command in stack.commands)
