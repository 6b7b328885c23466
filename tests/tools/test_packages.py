"""What a cloud's package exports is what its folders declare."""

import importlib.util
from pathlib import Path

import pytest

from pulumi_serving.core.cloud.discovery import clouds, resources

REPOSITORY = Path(__file__).parents[2]
TOOL = REPOSITORY / "tools" / "packages.py"
SPEC = importlib.util.spec_from_file_location("packages", TOOL)
packages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(packages)


def test_it_finds_the_same_clouds():
    """The tool and the package have one rule for what a cloud is."""
    assert sorted(path.parent.name for path in packages.packages()) == sorted(clouds())


@pytest.mark.parametrize("cloud", clouds())
def test_packages_are_fresh(cloud):
    """Each ``__init__.py`` is what the tool would write."""
    path = packages.PACKAGE / cloud / "__init__.py"
    assert path.read_text() == packages.packages()[path], "run python tools/generate.py"


@pytest.mark.parametrize("cloud", clouds())
def test_every_resource_is_exported(cloud):
    """All that the folder of a resource names as public is public in the cloud's package."""
    module = importlib.import_module(f"pulumi_serving.{cloud}")
    for name in resources(cloud):
        folder = importlib.import_module(f"pulumi_serving.{cloud}.{name}")
        assert {*folder.__all__} <= {*module.__all__}
