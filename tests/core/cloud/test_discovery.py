"""What a resource's ``kind.py`` must have, told where it has not."""

import importlib
import sys

import pytest

from pulumi_serving.core.cloud import discovery

HEAD = "from typing import ClassVar\nfrom pulumi_serving.ppio.settings import PpioKind\n"
LACKING = f"""{HEAD}
class ThingKind(PpioKind):
    noun: ClassVar[str] = "thing"
    args = state = limits = names = None
    calls = create = list = update = delete = is_made_by = None
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Return a function that reads the kind of a module's source."""
    monkeypatch.syspath_prepend(tmp_path)

    def read(source):
        (tmp_path / "thing_kind.py").write_text(source)
        importlib.invalidate_caches()
        try:
            return discovery._kind("thing_kind")
        finally:
            sys.modules.pop("thing_kind")

    return read


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (HEAD, "thing_kind has 0 subclasses of Kind, not one"),
        (f"{LACKING}\nclass Other(ThingKind): pass", "thing_kind has 2 subclasses of Kind, not one"),
        (LACKING, "ThingKind in thing_kind lacks get: "),
        (LACKING.replace("limits = names = None", "names = get = None"), "ThingKind in thing_kind lacks limits: "),
        (
            LACKING.replace("PpioKind):", "Serves, PpioKind):").replace(
                "from typing", "from pulumi_serving.core.cloud.abilities import Serves\nfrom typing"
            ),
            "ThingKind in thing_kind lacks get, status_words: ",
        ),
    ],
)
def test_what_is_lacking_is_named(read, source, line):
    """A kind that is not whole is one line with all that it lacks, methods and variables."""
    with pytest.raises(TypeError) as caught:
        read(source)
    assert str(caught.value).startswith(line)


def test_a_whole_kind_is_found(read):
    """The kinds that a module only imports are not its own."""
    assert read(LACKING.replace("calls =", "get = calls =")).noun == "thing"
