"""Which combinations are mistakes, and which are only doubtful."""

import copy

import pulumi
import pytest

from pulumi_serving.huawei.endpoint.rules import problems
from pulumi_serving.huawei.endpoint.testing import APPLICATION, FULL

SERVICE = "config.ray_service_config"


def found(args):
    return [(("warning: " if problem.warning else "") + str(problem)) for problem in problems(args)]


def service(path, value):
    """Return a Ray service with a value at a path; numbers are places in lists."""
    config = copy.deepcopy(FULL["config"])
    inside = config["ray_service_config"]
    *parents, last = path.split(".")
    for name in parents:
        inside = inside[int(name) if name.isdigit() else name]
    inside[last] = value
    return {"type": "ray_service", "config": config}


APPS = "ray_serve_config.applications"
SCALING = f"{APPS}.0.deployments.0.autoscaling_config"


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ({"name": "a/b"}, "name: may have Chinese characters"),
        ({"name": "a\nb"}, "name: may have Chinese characters"),
        ({"name": "a" * 129}, "warning: name: has more than 128 characters"),
        ({"description": "a" * 1025}, "warning: description: has more than 1024"),
        ({"type": "interference"}, "warning: type: is none of those that are known (inference, ray"),
        ({"type": "sql", "ray_resource": {}}, "warning: ray_resource: belongs to endpoints of type ray, not sql"),
        ({"type": "sql", "log_config": {}}, "warning: log_config: belongs to endpoints of type ray or ray_service"),
        ({"type": "sql", "cap": {}}, "warning: cap: belongs to"),
        (
            {"type": "ray", "config": {"ray_service_config": {}}},
            f"warning: {SERVICE}: belongs to endpoints of type ray_service, not ray",
        ),
        ({"log_config": {"enable_obs_log": True, "obs_path": "o"}}, "log_config.enable_obs_log: needs enable_lts_log"),
        (
            {"log_config": {"enable_obs_log": True, "enable_lts_log": True}},
            "warning: log_config.enable_obs_log: is set without an obs_path",
        ),
        (
            {"reserved_resource": {"dpu": {"warm_up_num": 3, "max_num": 2}}},
            "warning: reserved_resource.dpu.max_num: is less than warm_up_num, 3",
        ),
        ({"reserved_resource": {"mu": {"min": 3, "max": 2}}}, "warning: reserved_resource.mu.max: is less than min, 3"),
        (
            {"ray_resource": {"work_node_resources": [{"resource": {"min": 3, "max": 2}}]}},
            "warning: ray_resource.work_node_resources[0].resource.max: is less than min, 3",
        ),
        (service(f"{APPS}.0.name", "a/b"), f"{SERVICE}.{APPS}[0].name: may have Chinese characters"),
        (service(f"{APPS}.0.name", "a" * 65), f"warning: {SERVICE}.{APPS}[0].name: has more than 64"),
        (service(f"{APPS}.0.deployments.0.name", "a/b"), f"{SERVICE}.{APPS}[0].deployments[0].name: may have"),
        (
            service(APPS, [APPLICATION, APPLICATION]),
            f"{SERVICE}.{APPS}[1].route_prefix: is there twice; it must be unique",
        ),
        (
            service(APPS, [{**APPLICATION, "route_prefix": f"/{number}"} for number in range(6)]),
            f"warning: {SERVICE}.{APPS}: has more than 5 items",
        ),
        (service(f"{APPS}.0.deployments", []), f"warning: {SERVICE}.{APPS}[0].deployments: should have 1 to 5"),
        (service("data_infos", [{}, {}]), f"warning: {SERVICE}.data_infos: has more than 1 item"),
        (service("ray_cluster_config.worker_group_specs", []), "warning: config.ray_service_config.ray_cluster_config"),
        (
            service("ray_cluster_config.worker_group_specs.0.max_replicas", 0),
            f"warning: {SERVICE}.ray_cluster_config.worker_group_specs[0].max_replicas: is less than min_replicas, 1",
        ),
        (service(f"{APPS}.0.deployments.0.num_replicas", 2), "warning: config.ray_service_config.ray_serve_config"),
        (service(f"{SCALING}.max_replicas", 0), "warning: config.ray_service_config.ray_serve_config"),
        (service(f"{SCALING}.initial_replicas", 9), "warning: config.ray_service_config.ray_serve_config"),
        (service(f"{SCALING}.target_ongoing_requests", 2), "warning: config.ray_service_config.ray_serve_config"),
        (service(f"{SCALING}.upscale_delays", 2), "warning: config.ray_service_config.ray_serve_config"),
    ],
)
def test_each_rule(args, line):
    """Documented rules are errors, inferred ones are warnings, each with its path."""
    assert any(item.startswith(line) for item in found(args)), found(args)


@pytest.mark.parametrize(
    "args",
    [
        {"name": "演示 ep_1.a-b"},
        {"name": "㐀𠀀"},
        {"type": "notebook"},
        {"type": "ray", "ray_resource": {}, "log_config": {}, "cap": {}},
        {"type": "sql", "reserved_resource": {"mu": {"min": 0, "max": 0}}},
        {"log_config": {"enable_obs_log": True, "enable_lts_log": True, "obs_path": "obs://a"}},
        {"type": "ray_service", "config": FULL["config"]},
    ],
)
def test_what_is_right(args):
    """Good arguments have neither mistakes nor warnings."""
    assert found(args) == []


def test_unknown_and_odd_values_break_no_rule():
    """What is not known yet, or of a wrong type, is left to others."""

    def replaced(value, by):
        if isinstance(value, dict):
            return {key: replaced(item, by) for key, item in value.items()}
        return [replaced(item, by) for item in value] if isinstance(value, list) else by

    unknown = pulumi.output.Unknown()
    assert found(replaced(FULL, unknown)) == []
    for odd in (None, [], {}, "text", True):
        found(replaced(FULL, odd))
        found(dict.fromkeys(FULL, odd))
