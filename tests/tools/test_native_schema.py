"""The schema for other languages: it is current, and says of each declaration what there is to say."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from pulumi_serving.core.cloud.discovery import clouds, kinds
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.markers import ReplaceOnChange, Secret
from pulumi_serving.doors.native.package import PATH
from pulumi_serving.doors.native.resources import served
from pulumi_serving.doors.spelling import camel

SCHEMA = json.loads(PATH.read_text())
TOOL = Path(__file__).parents[2] / "tools" / "native_schema.py"


def load():
    spec = importlib.util.spec_from_file_location("native_schema_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_it_is_current():
    """The committed file is what the declarations make."""
    assert load().text_of_the_schema() == PATH.read_text(), "run python tools/generate.py"


def test_every_kind_is_a_resource():
    """Each kind of each cloud, and the wait, is a resource, with the type that a program in Python gives it."""
    count = sum(len(kinds(cloud)) for cloud in clouds())
    assert len(SCHEMA["resources"]) == count + 2  # and the fleet
    for token in SCHEMA["resources"]:
        _, module, name = token.split(":")
        if module != "index":
            package = __import__(f"pulumi_serving.{module}", fromlist=[name])
            assert isinstance(getattr(package, name), type)


@pytest.mark.parametrize("token", served())
def test_markers(token):
    """What is secret, and what replaces, is so in the schema; each property is described."""
    of, found = served()[token], SCHEMA["resources"][token]
    for name, field in schema.fields(of.args).items():
        stated = found["inputProperties"][camel(name)]
        assert stated["description"]
        assert stated.get("secret", False) == bool(field.marker(Secret))
        assert stated.get("replaceOnChanges", False) == bool(field.marker(ReplaceOnChange))
    for name, field in schema.fields(of.state).items():
        assert found["properties"][camel(name)].get("secret", False) == bool(field.marker(Secret))


def test_settings():
    """Each cloud has an object of settings, with the credentials marked secret."""
    assert {*SCHEMA["config"]["variables"]} == {*SCHEMA["provider"]["inputProperties"]} == {*clouds()}
    settings = SCHEMA["types"]["serving:index:PpioSettings"]["properties"]
    assert settings["apiKey"]["secret"]
    assert "secret" not in settings["baseUrl"]


def references(value):
    """Yield every reference to a type of the package."""
    if isinstance(value, dict):
        if str(value.get("$ref", "")).startswith("#/types/"):
            yield value["$ref"].removeprefix("#/types/")
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_types():
    """Each type that is named is there, and each that is there is named."""
    assert {*references(SCHEMA)} == {*SCHEMA["types"]}
