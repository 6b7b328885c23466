"""The picture of the interactive display: drawn from what a terminal was sent, here from a recording made by hand."""

import importlib.util
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

REPOSITORY = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"

RECORDING = [
    (0.5, b"\x1b[32m +  llm\x1b[0m creating (1s)\r\n"),
    (0.505, b"half of"),
    (0.51, b" it"),
    (3.0, b"\r\x1b[1A\x1b[J\x1b[32m +  llm\x1b[0m \x1b[1mcreated\x1b[0m <1 & 2>\r\n"),
]


@pytest.fixture(scope="module")
def display():
    """Load the tool."""
    spec = importlib.util.spec_from_file_location("display", REPOSITORY / "tools" / "display.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["display"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["display"]


@pytest.fixture
def shown(display):
    """Return the frames of the recording."""
    return display.frames(RECORDING, "pulumi up")


def test_a_frame_is_a_screen_that_stood_for_a_moment(display, shown):
    """What the engine paints over is gone, and no frame shows a screen that was only half written."""
    assert [(frame.at, display.words(frame).split("\n")[1]) for frame in shown] == [
        (0.0, ""),
        (0.51, "+ llm creating (1s)"),
        (3.0, "+ llm created <1 & 2>"),
    ]
    assert display.words(shown[1]).split("\n")[2] == "half of it"


def test_colours_and_weights_are_kept(display, shown):
    """A run of letters keeps its place, its colour and its weight."""
    sign, name, bold, plain = shown[2].lines[1]
    assert (sign.column, sign.text, sign.colour, sign.bold) == (1, "+", display.COLOURS["green"], False)
    assert (name.column, name.text, name.colour) == (4, "llm", display.COLOURS["green"])
    assert (bold.column, bold.text, bold.bold) == (8, "created", True)
    assert plain.colour == display.COLOURS["default"]


def test_the_picture_shows_one_frame_at_a_time(display, shown):
    """Each frame is seen from its moment to the next one's; where nothing moves, exactly one of them is."""
    text = display.picture(shown, "a title")
    root = ET.fromstring(text)
    assert root.findtext(f"{SVG}title") == "a title"
    groups = root.findall(f"{SVG}g/{SVG}g")
    assert [group.get("id") for group in groups] == ["f0", "f1", "f2"]
    assert [group.get("id") for group in groups if group.get("class")] == ["f1"]
    assert re.findall(r"@keyframes k1\{(.*?\})\}", text) == [
        "0.00%{visibility:hidden}5.67%{visibility:visible}33.33%{visibility:hidden}"
    ]
    assert re.findall(r"@keyframes k2\{(.*?\})\}", text) == ["0.00%{visibility:hidden}33.33%{visibility:visible}"]


def test_a_line_of_many_frames_is_written_once(display, shown):
    """What stands on the screen all the time is drawn once and used in each frame."""
    root = ET.fromstring(display.picture(shown, "a title"))
    assert [text.text for text in root.iter(f"{SVG}text")].count("pulumi up") == 1
    assert len([use for use in root.iter(f"{SVG}use") if use.get("href") == "#l0"]) == 3


def test_what_is_private_is_not_drawn(display, shown):
    """A picture with a key or a path of the machine in any of its frames is not made."""
    with pytest.raises(SystemExit, match="'created' stands in the picture, at 3 s"):
        display.refuse_private(shown, ["elsewhere", "created"])
    display.refuse_private(shown, ["elsewhere"])


def test_the_picture_in_the_docs_has_nothing_private(display):
    """The picture in docs is whole, moves, loads nothing from elsewhere, and has no key and no path in it."""
    text = (REPOSITORY / "docs" / "display.svg").read_text()
    root = ET.fromstring(text)
    said = "\n".join(each.text for each in root.iter(f"{SVG}text"))
    assert "pulumi up --yes" in said
    assert "initializing" in said
    assert len(root.findall(f"{SVG}g/{SVG}g")) > 5
    assert [secret for secret in display.SECRETS.values() if secret in text] == []
    assert re.findall(r"file://|/(?:tmp|root|home|work|Users)/|url\(|@import", text) == []
