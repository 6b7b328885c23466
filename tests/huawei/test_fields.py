"""
One row for every field of the CreateEndpoint reference, and of the later SDKs: its JSON type, and what a change does.

The names are the wire's own. A field of the model without a row, or a row without a field, fails.
"""

import copy
import json

import httpx
import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.values import markers, schema
from pulumi_serving.huawei import EndpointArgs, EndpointProvider
from pulumi_serving.huawei.endpoint.kind import EndpointKind
from pulumi_serving.huawei.endpoint.testing import CONFIG as STACK
from pulumi_serving.huawei.endpoint.testing import FULL

CONFIG = "config.ray_service_config"
APPS = f"{CONFIG}.ray_serve_config.applications"
DEPLOYMENTS = f"{APPS}[].deployments"
SCALING = f"{DEPLOYMENTS}[].autoscaling_config"
CLUSTER = f"{CONFIG}.ray_cluster_config"
WORKERS = f"{CLUSTER}.worker_group_specs"

UPDATE, REPLACE, NOTHING = "update", "replace", "nothing"


def spec_rows(prefix):
    return {
        f"{prefix}": (dict, REPLACE),
        f"{prefix}.spec_code": (str, REPLACE),
        f"{prefix}.cpu_resource": (int, REPLACE),
        f"{prefix}.memory_resource": (int, REPLACE),
        f"{prefix}.npu_resource": (int, REPLACE),
    }


ROWS = {
    # table 3
    "type": (str, REPLACE),
    "name": (str, UPDATE),
    "description": (str, UPDATE),
    "reserved_resource": (dict, UPDATE),
    "ray_resource": (dict, UPDATE),
    "cap": (dict, UPDATE),
    "log_config": (dict, REPLACE),
    "config": (dict, REPLACE),
    "cache_list": (list, REPLACE),
    "public_access": (bool, REPLACE),
    "custom_image_id": (str, REPLACE),
    # this provider's own
    "update_config_in_place": (bool, NOTHING),
    "is_delete_app_instance": (bool, NOTHING),
    "wait_until_ready": (bool, NOTHING),
    # tables 4 and 5
    "reserved_resource.apu": (dict, UPDATE),
    "reserved_resource.apu.spec_code": (str, UPDATE),
    "reserved_resource.apu.warm_up_num": (int, UPDATE),
    "reserved_resource.apu.max_num": (int, UPDATE),
    "reserved_resource.dpu": (dict, UPDATE),
    "reserved_resource.dpu.spec_code": (str, UPDATE),
    "reserved_resource.dpu.warm_up_num": (int, UPDATE),
    "reserved_resource.dpu.max_num": (int, UPDATE),
    "reserved_resource.dpu.use_public_resource": (bool, UPDATE),
    "reserved_resource.mu": (dict, UPDATE),
    "reserved_resource.mu.spec_code": (str, UPDATE),
    "reserved_resource.mu.min": (int, UPDATE),
    "reserved_resource.mu.max": (int, UPDATE),
    # tables 6 to 9
    "ray_resource.head_node_resource": (dict, UPDATE),
    "ray_resource.head_node_resource.spec_code": (str, UPDATE),
    "ray_resource.work_node_resources": (list, UPDATE),
    "ray_resource.work_node_resources[].name": (str, UPDATE),
    "ray_resource.work_node_resources[].resource": (dict, UPDATE),
    "ray_resource.work_node_resources[].resource.spec_code": (str, UPDATE),
    "ray_resource.work_node_resources[].resource.min": (int, UPDATE),
    "ray_resource.work_node_resources[].resource.max": (int, UPDATE),
    # tables 10 and 11
    "cap.cap_id": (str, UPDATE),
    "cap.version_id": (str, UPDATE),
    "log_config.enable_lts_log": (bool, REPLACE),
    "log_config.enable_obs_log": (bool, REPLACE),
    "log_config.obs_path": (str, REPLACE),
    # tables 12 to 15
    CONFIG: (dict, REPLACE),
    f"{CONFIG}.ray_serve_config": (dict, REPLACE),
    APPS: (list, REPLACE),
    f"{APPS}[].name": (str, REPLACE),
    f"{APPS}[].import_path": (str, REPLACE),
    f"{APPS}[].route_prefix": (str, REPLACE),
    f"{APPS}[].deployments": (list, REPLACE),
    f"{APPS}[].runtime_env": (dict, REPLACE),
    # tables 16 to 19
    f"{DEPLOYMENTS}[].name": (str, REPLACE),
    f"{DEPLOYMENTS}[].num_replicas": (int, REPLACE),
    f"{DEPLOYMENTS}[].user_config": (dict, REPLACE),
    f"{DEPLOYMENTS}[].max_replicas_per_node": (int, REPLACE),
    f"{DEPLOYMENTS}[].max_ongoing_requests": (int, REPLACE),
    f"{DEPLOYMENTS}[].max_queued_requests": (int, REPLACE),
    f"{DEPLOYMENTS}[].ray_actor_options": (dict, REPLACE),
    f"{DEPLOYMENTS}[].ray_actor_options.num_cpus": (float, REPLACE),
    f"{DEPLOYMENTS}[].ray_actor_options.memory": (float, REPLACE),
    f"{DEPLOYMENTS}[].ray_actor_options.resources": (str, REPLACE),
    SCALING: (dict, REPLACE),
    f"{SCALING}.target_num_ongoing_requests_per_replica": (int, REPLACE),
    f"{SCALING}.max_concurrent_queries": (int, REPLACE),
    f"{SCALING}.min_replicas": (int, REPLACE),
    f"{SCALING}.max_replicas": (int, REPLACE),
    f"{SCALING}.initial_replicas": (int, REPLACE),
    f"{SCALING}.upscale_delay_s": (int, REPLACE),
    f"{SCALING}.downscale_delay_s": (int, REPLACE),
    f"{SCALING}.target_ongoing_requests": (int, REPLACE),
    f"{SCALING}.max_ongoing_requests": (int, REPLACE),
    f"{APPS}[].runtime_env.working_dir": (str, REPLACE),
    f"{APPS}[].runtime_env.env_vars": (dict, REPLACE),
    # tables 20 to 23
    CLUSTER: (dict, REPLACE),
    f"{CLUSTER}.enable_custom": (bool, REPLACE),
    f"{CLUSTER}.head_group_spec": (dict, REPLACE),
    **spec_rows(f"{CLUSTER}.head_group_spec.limits"),
    **spec_rows(f"{CLUSTER}.head_group_spec.requests"),
    WORKERS: (list, REPLACE),
    f"{WORKERS}[].name": (str, REPLACE),
    f"{WORKERS}[].min_replicas": (int, REPLACE),
    f"{WORKERS}[].max_replicas": (int, REPLACE),
    **spec_rows(f"{WORKERS}[].limits"),
    **spec_rows(f"{WORKERS}[].requests"),
    # tables 24 and 25
    f"{CONFIG}.data_infos": (list, REPLACE),
    f"{CONFIG}.data_infos[].input_path": (str, REPLACE),
    "cache_list[].mnt_path": (str, REPLACE),
    "cache_list[].cache_ins_id": (str, REPLACE),
    # later SDKs
    f"{CONFIG}.log_config": (dict, REPLACE),
    f"{CONFIG}.log_config.lts": (dict, REPLACE),
    f"{CONFIG}.log_config.lts.enabled": (bool, REPLACE),
    f"{CONFIG}.log_config.lts.log_group_id": (str, REPLACE),
    f"{CONFIG}.log_config.lts.log_stream_id": (str, REPLACE),
    f"{CONFIG}.oidc_config": (dict, REPLACE),
    f"{CONFIG}.oidc_config.enable_oidc": (bool, REPLACE),
    f"{CONFIG}.oidc_config.client_id": (str, REPLACE),
    f"{CONFIG}.oidc_config.namespace": (str, REPLACE),
    f"{CONFIG}.api_config": (dict, REPLACE),
    f"{CONFIG}.api_config.enable_independent_api": (bool, REPLACE),
    f"{CONFIG}.api_config.backend_timeout": (int, REPLACE),
    f"{CONFIG}.agency_config": (dict, REPLACE),
    f"{CONFIG}.agency_config.enable_agency": (bool, REPLACE),
    f"{CONFIG}.agency_config.agency_name": (str, REPLACE),
}


def everything():
    """Return an endpoint with every field set at least once, those of both generations of names too."""
    args = copy.deepcopy(FULL)
    service = args["config"]["ray_service_config"]
    size = {"spec_code": "s", "cpu_resource": 4, "memory_resource": 16, "npu_resource": 1}
    cluster = service["ray_cluster_config"]
    for group in (cluster["head_group_spec"], cluster["worker_group_specs"][0]):
        group |= {"limits": dict(size), "requests": dict(size)}
    deployment = service["ray_serve_config"]["applications"][0]["deployments"][0]
    deployment["autoscaling_config"] |= {"target_ongoing_requests": 2, "max_ongoing_requests": 8}
    args |= {"update_config_in_place": False, "is_delete_app_instance": False, "wait_until_ready": True}
    return args


def places(value, path):
    """Yield the parent and the key of every value at a path; ``[]`` goes into each item of a list."""
    name, _, rest = path.partition(".")
    key = name.removesuffix("[]")
    if not isinstance(value, dict) or key not in value:
        return
    if not rest:
        yield value, key
    elif name.endswith("[]"):
        for item in value[key]:
            yield from places(item, rest)
    else:
        yield from places(value[key], rest)


def another(value):
    """Return a good value of the same type."""
    if isinstance(value, dict):
        key = next(iter(value))
        return {**value, key: another(value[key])}
    if isinstance(value, list):
        return value[:-1] if len(value) > 1 else [another(value[0])]
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1] == "0" else "0")
    return value + (1 if isinstance(value, int) else 0.25)


def test_no_field_is_without_a_row():
    """The table has every field of the model, but for where an endpoint lives, and no other."""
    others = (markers.Extra, markers.Location)
    fields = schema.walk(EndpointArgs)
    assert {path for path, field in fields if not any(field.marker(marker) for marker in others)} == {*ROWS}


@pytest.fixture(scope="module")
def sent():
    """Create an endpoint with every field set, and return the body as it went over the wire."""
    bodies = []

    def answer(request):
        bodies.append(json.loads(request.content))
        return httpx.Response(202, json={"id": "0" * 32})

    class _Clock:
        def wall(self):
            return 1_800_000_000.0

        now = wall

    kind = EndpointKind()
    settings = kind.settings(Source("huawei", STACK, {}, "huaweicloud"))
    client = kind.calls(kind.connect(settings, httpx.MockTransport(answer), _Clock()))
    kind.create(client, everything(), Operation("testing", 60, _Clock()))
    return bodies[0]


@pytest.mark.parametrize("path", ROWS)
def test_a_field_reaches_the_wire(sent, path):
    """Under its name, at its place, with its JSON type and value; what is this provider's own does not."""
    json_type, change = ROWS[path]
    declared = [parent[key] for parent, key in places(everything(), path)]
    found = [parent[key] for parent, key in places(sent, path)]
    assert declared
    assert found == ([] if change == NOTHING else declared)
    assert all(type(value) is json_type for value in found)


@pytest.fixture
def provider_class():
    """Return the provider of this cloud alone."""
    return EndpointProvider


@pytest.fixture
def applied(engine):
    """Return how to ask what a change of a whole endpoint would do."""
    before = engine.check({}, everything()).inputs
    engine.id, engine.inputs, engine.outs = "some-id", before, before

    def ask(path, **changes):
        args = everything() | changes
        parent, key = next(places(args, path))
        parent[key] = another(parent[key])
        checked = engine.check(before, args)
        assert checked.failures == [] or path in ("log_config", "log_config.enable_lts_log"), checked.failures
        diff = engine.diff(checked.inputs)
        return (REPLACE if diff.replaces else UPDATE if diff.changes else NOTHING), diff.replaces

    return ask


@pytest.mark.parametrize("path", ROWS)
def test_a_change_does_what_the_table_says(applied, path):
    """A changed field is an update or a replacement of the endpoint, as documented; the top-level field is named."""
    change, named = applied(path)
    assert change == ROWS[path][1]
    assert named == ([path.partition(".")[0].removesuffix("[]")] if change == REPLACE else [])


@pytest.mark.parametrize("path", [path for path in ROWS if path.startswith("config")])
def test_config_changes_in_place_if_asked(applied, path):
    """With update_config_in_place a changed config is an update, but for the log settings that an update ignores."""
    change, _ = applied(path, update_config_in_place=True)
    assert change == (REPLACE if path.startswith(f"{CONFIG}.log_config") else UPDATE)
