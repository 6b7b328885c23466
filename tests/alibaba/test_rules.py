"""Warnings, which stop nothing, and what the rules let through."""

import pulumi
import pytest

from pulumi_serving.alibaba.app_service import testing
from pulumi_serving.alibaba.app_service.rules import SERVICE_SPECS, problems
from pulumi_serving.doors.dynamic import host

UNKNOWN = pulumi.output.Unknown()
NAS = testing.FULL["config"]


def told(**args):
    """Return what is told of these arguments."""
    return [(problem.path, problem.warning) for problem in problems({**testing.CREATE, **args})]


@pytest.mark.parametrize(
    ("args", "path"),
    [
        ({"service_spec": "qwen_7b_fp16"}, "service_spec"),
        ({"service_spec": "llama_13b_int8"}, "service_spec"),
        ({"app_type": "CV"}, "app_type"),
        ({"name": "with-hyphen"}, "name"),
        ({"name": "ab"}, "name"),
        ({"name": "a" * 64}, "name"),
    ],
)
def test_warnings(args, path):
    """What only a list or guidance of the vendor's speaks against is a warning."""
    assert told(**args) == [(path, True)]


@pytest.mark.parametrize(
    "args",
    [
        *({"service_spec": spec} for spec in SERVICE_SPECS),
        {"name": "abc"},
        {"name": "a" * 63},
        {"config": {}},
        {"config": {"anything": [1, {"deep": None}], "ModelStorage": "else"}},
        {"config": {"ModelStorage": "oss"}},
        {"config": {"oss_path": "not a path"}},
        {"config": {"model_storage": UNKNOWN, "oss_path": "x", "vpc_id": "y"}},
        {"config": {"model_storage": "oss", "oss_path": UNKNOWN}},
        {"config": {**NAS, "nas_path": UNKNOWN}},
        {"config": {"model_storage": "oss", "oss_path": "oss://bucket"}},
        {"config": UNKNOWN},
        {"name": UNKNOWN, "service_spec": UNKNOWN, "app_type": UNKNOWN},
    ],
)
def test_what_is_let_through(args):
    """Listed values, other mappings and unknown values are neither refused nor warned of."""
    assert told(**args) == []


def test_the_specs_are_the_references():
    """Nine different ones: one of the reference's ten is printed twice."""
    assert len(SERVICE_SPECS) == len({*SERVICE_SPECS}) == 9


RAW = "to send it as it is, write the config in the API's own form, "


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (
            {"model_storage": "cpfs", "path": "/a"},
            f"config.model_storage: must be 'oss' or 'nas'; {RAW}" + '{"ModelStorage": ..., "path": ...}',
        ),
        (
            {"model_storage": "oss", "oss_path": "oss://b/", "Cache": 3},
            "config.Cache: is not an argument; there are: model_storage, oss_path; "
            f"{RAW}" + '{"ModelStorage": ..., "OssPath": ..., "Cache": ...}',
        ),
    ],
)
def test_the_typed_config_names_the_raw_form(config, line):
    """What the typed form does not know can be sent in the API's own form, and the error says how it is written."""
    args = {**testing.CREATE, "config": config}
    assert [str(problem) for problem in problems(args) if not problem.warning] == [line]
    raw = {"ModelStorage": "cpfs", "Path": "/a", "Cache": 3}
    assert not [problem for problem in problems({**args, "config": raw}) if not problem.warning]


@pytest.mark.parametrize(("key", "argument"), [("Replicas", "replicas"), ("QuotaId", "quota_id"), ("Config", "config")])
def test_an_argument_is_not_extra_under_the_apis_name_either(key, argument):
    """The API's own name of an argument in ``extra`` is an error that names the argument."""
    (line,) = [str(problem) for problem in problems({**testing.CREATE, "extra": {key: 1}}) if not problem.warning]
    assert line == f"extra.{key}: is an argument of its own: use {argument}"


def test_all_mistakes_of_a_config_come_at_once():
    """Each wrong key has its line."""
    config = {"model_storage": "nas", "nas_path": "x", "vpc_id": 3, "oss_path": "oss://b"}
    paths = {path for path, warning in told(config=config) if not warning}
    assert paths == {
        "config.oss_path",
        "config.nas_path",
        "config.vpc_id",
        "config.nas_mount_target",
        "config.security_group_id",
        "config.vswitch_id",
    }


def test_a_warning_is_said_once_and_stops_nothing(engine, monkeypatch, up):
    """A service specification that is in no list is created, with one warning."""
    said = []
    monkeypatch.setattr(host.HostCall, "warning", lambda _, text: said.append(text))
    engine.urn += "-warned"
    assert not up(service_spec="qwen_7b_fp16").error
    assert [text for text in said if text.startswith("service_spec: is none of those")] == said
    assert len(said) == 1


def test_a_config_that_is_passed_on(engine, simulator, up):
    """Another mapping than the typed one goes out as it is, numbers and all."""
    config = {"Depth": 3, "Rate": 0.5, "On": True, "Nested": {"oss_path": "x", "List": [1, "2"]}}
    assert not up(config=config).error
    assert engine.outs["config"] == config
    assert engine.preview(**testing.CREATE, config=config)[0] == "same"
    assert not engine.refresh().error
    assert engine.preview(**testing.CREATE, config=config)[0] == "same"
    assert len(simulator.living()) == 1
