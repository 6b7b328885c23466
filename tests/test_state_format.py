"""Names that stand in every user's state: a change of one of them loses endpoints."""

import base64
import importlib
import pickle

import dill
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_serving import ReadinessProvider, alibaba, huawei, ppio
from pulumi_serving.core.lifecycle import readiness
from pulumi_serving.core.values import marks, state_keys
from pulumi_serving.program.wait_until_ready import Readiness

from .conftest import clouds, providers

# One line per class and release: what the release recorded, and what must load for ever.
RECORDED = [
    (
        "0.1.0, Python 3.10 to 3.13",
        ReadinessProvider,
        "gASVKwAAAAAAAACMDnB1bHVtaV9zZXJ2aW5nlIwRUmVhZGluZXNzUHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        ReadinessProvider,
        "gAWVKwAAAAAAAACMDnB1bHVtaV9zZXJ2aW5nlIwRUmVhZGluZXNzUHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.10 to 3.13",
        huawei.EndpointProvider,
        "gASVMQAAAAAAAACMFXB1bHVtaV9zZXJ2aW5nLmh1YXdlaZSMEEVuZHBvaW50UHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        huawei.EndpointProvider,
        "gAWVMQAAAAAAAACMFXB1bHVtaV9zZXJ2aW5nLmh1YXdlaZSMEEVuZHBvaW50UHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.10 to 3.13",
        ppio.EndpointProvider,
        "gASVLwAAAAAAAACME3B1bHVtaV9zZXJ2aW5nLnBwaW+UjBBFbmRwb2ludFByb3ZpZGVylJOUKYGULg==",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        ppio.EndpointProvider,
        "gAWVLwAAAAAAAACME3B1bHVtaV9zZXJ2aW5nLnBwaW+UjBBFbmRwb2ludFByb3ZpZGVylJOUKYGULg==",
    ),
    (
        "0.1.0, Python 3.10 to 3.13",
        alibaba.AppServiceProvider,
        "gASVNAAAAAAAAACMFnB1bHVtaV9zZXJ2aW5nLmFsaWJhYmGUjBJBcHBTZXJ2aWNlUHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        alibaba.AppServiceProvider,
        "gAWVNAAAAAAAAACMFnB1bHVtaV9zZXJ2aW5nLmFsaWJhYmGUjBJBcHBTZXJ2aWNlUHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.10 to 3.13",
        ppio.RegistryAuthProvider,
        "gASVMwAAAAAAAACME3B1bHVtaV9zZXJ2aW5nLnBwaW+UjBRSZWdpc3RyeUF1dGhQcm92aWRlcpSTlCmBlC4=",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        ppio.RegistryAuthProvider,
        "gAWVMwAAAAAAAACME3B1bHVtaV9zZXJ2aW5nLnBwaW+UjBRSZWdpc3RyeUF1dGhQcm92aWRlcpSTlCmBlC4=",
    ),
    (
        "0.1.0, Python 3.10 to 3.13",
        ppio.NetworkVolumeProvider,
        "gASVNAAAAAAAAACME3B1bHVtaV9zZXJ2aW5nLnBwaW+UjBVOZXR3b3JrVm9sdW1lUHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        ppio.NetworkVolumeProvider,
        "gAWVNAAAAAAAAACME3B1bHVtaV9zZXJ2aW5nLnBwaW+UjBVOZXR3b3JrVm9sdW1lUHJvdmlkZXKUk5QpgZQu",
    ),
    (
        "0.1.0, Python 3.10 to 3.13",
        huawei.WorkspaceProvider,
        "gASVMgAAAAAAAACMFXB1bHVtaV9zZXJ2aW5nLmh1YXdlaZSMEVdvcmtzcGFjZVByb3ZpZGVylJOUKYGULg==",
    ),
    (
        "0.1.0, Python 3.14, whose default pickle protocol is 5",
        huawei.WorkspaceProvider,
        "gAWVMgAAAAAAAACMFXB1bHVtaV9zZXJ2aW5nLmh1YXdlaZSMEVdvcmtzcGFjZVByb3ZpZGVylJOUKYGULg==",
    ),
]
TOKENS = {
    Readiness: "pulumi-python:dynamic/serving/index:Readiness",
    huawei.Endpoint: "pulumi-python:dynamic/serving/huawei:Endpoint",
    huawei.Workspace: "pulumi-python:dynamic/serving/huawei:Workspace",
    alibaba.AppService: "pulumi-python:dynamic/serving/alibaba:AppService",
    ppio.Endpoint: "pulumi-python:dynamic/serving/ppio:Endpoint",
    ppio.NetworkVolume: "pulumi-python:dynamic/serving/ppio:NetworkVolume",
    ppio.RegistryAuth: "pulumi-python:dynamic/serving/ppio:RegistryAuth",
}


@pytest.mark.parametrize(("release", "provider", "text"), RECORDED)
def test_recorded_providers_load(release, provider, text):
    """A provider that any release recorded still loads, by its import path."""
    assert type(dill.loads(base64.b64decode(text))) is provider, release


@pytest.mark.parametrize("provider", [*providers(), ReadinessProvider], ids=lambda provider: provider.__module__)
def test_providers_are_recorded_by_reference(provider):
    """What is recorded of a provider is its class's public path and nothing else: no setting, no key, no code."""
    text = base64.b64decode(serialize_provider(provider()))
    assert len(text) < 100
    assert provider.__module__.encode() in text
    public = {"pulumi_serving", *(f"pulumi_serving.{cloud}" for cloud in clouds())}
    assert provider.__module__ in public
    assert type(pickle.loads(text)) is provider
    assert provider.serialize_as_secret_always is False


def lines_of(provider):
    """Return what ``RECORDED`` should have of a new provider class: a line for each of Python's two protocols."""
    where = f"{provider.__module__.partition('.')[2]}.{provider.__name__}"
    texts = [base64.b64encode(pickle.dumps(provider(), protocol)).decode() for protocol in (4, 5)]
    releases = ("RELEASE, Python 3.10 to 3.13", "RELEASE, Python 3.14, whose default pickle protocol is 5")
    return "".join(f'    ("{release}", {where}, "{text}"),\n' for release, text in zip(releases, texts, strict=True))


def test_every_provider_has_a_recorded_line():
    """No provider class is without its two lines above; of a new one this prints what to add."""
    classes = {*providers(), ReadinessProvider}
    lacking = [lines_of(provider) for provider in classes - {provider for _, provider, _ in RECORDED}]
    assert not lacking, "add to RECORDED:\n" + "".join(lacking)
    assert {provider for _, provider, _ in RECORDED} == classes


def test_every_resource_has_a_recorded_token():
    """No resource class is without its token above; of a new one this prints what to add."""
    modules = [importlib.import_module(f"pulumi_serving.{cloud}") for cloud in clouds()]
    found = {item for module in modules for item in vars(module).values() if hasattr(item, "_provider_class")}
    lacking = [
        f'    {item.__module__.split(".")[1]}.{item.__name__}: "pulumi-python:{item._resource_type_name}",\n'
        for item in found - {*TOKENS}
    ]
    assert not lacking, "add to TOKENS:\n" + "".join(lacking)
    assert {*TOKENS} - {Readiness} == found


def test_the_lines_of_a_new_provider_are_those_that_are_recorded():
    """What is printed for a new class is what stands here for the others."""
    for provider in {provider for _, provider, _ in RECORDED} - {ReadinessProvider}:
        assert all(text in lines_of(provider) for _, recorded, text in RECORDED if recorded is provider)


@pytest.mark.parametrize(("resource", "token"), TOKENS.items(), ids=str)
def test_type_tokens(resource, token):
    """A resource's type token never changes."""
    assert f"pulumi-python:{resource._resource_type_name}" == token


def test_recorded_properties():
    """The names of the properties that are ours never change."""
    assert (state_keys.LOCATION, state_keys.NAMED_BY, state_keys.ACCOUNT, state_keys.KEY) == (
        "location",
        "__named_by",
        "__account",
        "__key",
    )
    assert (state_keys.CHANGED_AT, state_keys.UNCONFIRMED) == ("changed_at", "__unconfirmed")
    assert (state_keys.KEPT, state_keys.OWNED, state_keys.UNDECLARED) == ("__kept", "__owned", "__undeclared")
    assert marks.SECRET == "__secret"
    assert (readiness.STATES, readiness.TOKENS, state_keys.CONFIRMED) == ("states", "tokens", "__confirmed")


def test_inputs_and_outputs():
    """The names of arguments and outputs never change: one may be added, none goes."""
    assert {*ppio.EndpointArgs.__annotations__} >= {
        "type", "name", "product_id", "image", "worker_config", "app_name", "registry_auth_id", "entrypoint", "command",
        "policy", "volumes", "envs", "ports", "health_check", "region_id", "wait_until_ready",
    }  # fmt: skip
    assert {*ppio.EndpointProvider.kind.state.__annotations__} >= {
        "url", "job_url", "status_error", "status_message", "created_at", "member_id", "owner_id",
    }  # fmt: skip
    assert {*huawei.EndpointArgs.__annotations__} >= {
        "type", "name", "description", "reserved_resource", "ray_resource", "cap", "log_config", "config",
        "cache_list", "public_access", "custom_image_id", "update_config_in_place", "is_delete_app_instance",
        "wait_until_ready", "workspace_id",
    }  # fmt: skip
    assert {*huawei.EndpointProvider.kind.state.__annotations__} >= {
        "url", "urls", "visibility", "owner", "create_time", "update_time", "error_code", "error_msg",
        "business_engine_instance_ids", "tokens_quota", "runtime_env_type",
    }  # fmt: skip
    assert {*alibaba.AppServiceArgs.__annotations__} >= {
        "name", "app_type", "app_version", "service_spec", "replicas", "config", "workspace_id", "quota_id",
        "wait_until_ready",
    }  # fmt: skip
    assert {*alibaba.OssConfigArgs.__annotations__} >= {"model_storage", "oss_path"}
    assert {*alibaba.NasConfigArgs.__annotations__} >= {
        "model_storage", "nas_mount_target", "nas_path", "security_group_id", "vpc_id", "vswitch_id",
    }  # fmt: skip
    assert {*alibaba.AppServiceProvider.kind.state.__annotations__} >= {
        "url", "access_token", "internet_endpoint", "intranet_endpoint", "service_id", "region", "request_id", "reason",
        "message", "safety_lock", "create_time", "parent_uid", "caller_uid",
    }  # fmt: skip


def test_a_state_with_former_names(engine, data, simulator):
    """What was recorded under a name of before the first release shows no change, and is found, updated and deleted."""
    former = {present: name for name, present in state_keys.FORMER.items()}
    assert not engine.up(**data.CREATE).error
    engine.inputs = {former.get(name, name): value for name, value in engine.inputs.items()}
    engine.outs = {former.get(name, name): value for name, value in engine.outs.items()}
    assert {"place"} <= {*engine.inputs} & {*engine.outs}
    diff = engine.diff(engine.check(engine.inputs, data.CREATE).inputs)
    assert (diff.changes, diff.replaces) == (False, [])
    assert not engine.refresh().error
    assert "location" in engine.outs
    engine.outs = {former.get(name, name): value for name, value in engine.outs.items()}
    assert not engine.delete().error
    assert simulator.living() == []


def test_a_wait_with_former_names():
    """A wait's record has names of its own, and those of its endpoints; what a user has named stays."""
    recorded = {"endpoints": {"place": {"id": "e", "place": "here"}}, "__proven": {"e": "t"}, "envs": {"place": "x"}}
    assert state_keys.with_present_names(recorded) == {
        "endpoints": {"place": {"id": "e", "location": "here"}},
        "__confirmed": {"e": "t"},
        "envs": {"place": "x"},
    }
