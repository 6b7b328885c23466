"""What `scripts/install` installs is pinned, whole, and the same everywhere."""

import re
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
PINS = (REQUIREMENTS / "dev.txt").read_text()


def wanted() -> list[Requirement]:
    """List what pyproject.toml and dev.in ask for."""
    lines = [line.partition("#")[0].strip() for line in (REQUIREMENTS / "dev.in").read_text().splitlines()]
    package = [Requirement(line) for line in requires("pulumi-serving") or ()]
    return [Requirement(line) for line in lines if line] + [
        each for each in package if not each.marker or each.marker.evaluate({"extra": "simulator"})
    ]


def test_every_requirement_is_pinned_within_its_bounds() -> None:
    """Fails if a requirement was added or changed without `scripts/pin`."""
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", PINS, re.MULTILINE))
    missing = [str(each) for each in wanted() if pinned.get(canonicalize_name(each.name), "none") not in each.specifier]
    assert missing == [], "run scripts/pin"


def test_every_pin_has_hashes() -> None:
    """Leaves nothing for an index to exchange."""
    entries = re.split(r"^(?=[\w.-]+==)", PINS, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_pins_name_no_place() -> None:
    """Names no index and no folder of the machine that made them."""
    assert re.findall(r"://|^-.*|file:|(?<!\w)/\w+", PINS, re.MULTILINE) == []
