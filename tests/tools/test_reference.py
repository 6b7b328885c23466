"""The reference in docs/reference says what the code declares, and all of it."""

import importlib.util
import inspect
import sys
from pathlib import Path

import pytest
import writing

from pulumi_serving.core.values import schema

REPOSITORY = Path(__file__).parents[2]
TOOL = REPOSITORY / "tools" / "reference.py"


def load():
    spec = importlib.util.spec_from_file_location("reference", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


reference = load()
CLOUDS = reference.clouds()
KINDS = [kind for cloud in CLOUDS for kind in cloud.kinds]
FIELDS = [
    pytest.param(field, above, id=f"{kind.cloud}-{args.__name__}.{field.name}")
    for kind in KINDS
    for args, _, above in reference._nested(kind.args)
    for field in schema.fields(args).values()
]


@pytest.fixture(scope="module")
def pages():
    """Return what the tool would write."""
    return reference.pages()


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_pages_are_fresh(cloud, pages):
    """Each page is what the tool would write."""
    assert len(pages) == len(CLOUDS)
    page = reference.PAGES / f"{cloud.name}.md"
    assert page.read_text() == pages[page], "run python tools/generate.py"


def test_every_cloud_has_a_page():
    """Each folder with a kind has a page, and each page a folder."""
    assert CLOUDS
    assert {page.stem for page in reference.PAGES.glob("*.md")} == {cloud.name for cloud in CLOUDS}


@pytest.mark.parametrize(("field", "above"), FIELDS)
def test_every_argument_is_described(field, above):
    """Each argument has a description, and one thing that a change of it does."""
    assert field.description.endswith(".")
    change = reference.effect(field, above)
    known = (f"{reference.IN_PLACE}; its removal **replaces**: ", "**replaces**: ")
    assert change in (reference.IN_PLACE, reference.LOCAL) or change.startswith(known)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.cloud)
def test_every_output_is_described(kind):
    """Each output has a description."""
    for name, field in schema.fields(kind.state).items():
        assert field.description.endswith("."), name


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_argument_of_a_function_is_described(cloud):
    """Each function, and its output form, says what each of its arguments is for."""
    for name in (name for name in cloud.package.__all__ if name.startswith("get_")):
        function = getattr(cloud.package, name)
        parameters = inspect.signature(function).parameters.values()
        asked = {each.name for each in parameters if each.kind is not each.VAR_KEYWORD} - {"opts"}
        _, described = writing.described(function)
        assert asked == {*described}, name
        assert all(words.endswith((".", "...")) for words in described.values()), name


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_everything_public_is_on_the_page(cloud, pages):
    """Each public name stands on the page, but for the class that only the engine calls."""
    text = pages[reference.PAGES / f"{cloud.name}.md"]
    described = [name for name in cloud.package.__all__ if f"`{cloud.name}.{name}`" in text]
    assert [name for name in cloud.package.__all__ if name not in described and not name.endswith("Provider")] == []
    for key in cloud.kinds[0].config_keys:
        assert f"`{cloud.namespace}:{key}`" in text


def test_the_tool_names_no_cloud():
    """A new cloud's page needs no change here."""
    text = TOOL.read_text().lower()
    assert not [cloud.name for cloud in CLOUDS if cloud.name in text]
