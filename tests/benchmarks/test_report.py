"""What the benchmarks say: whether a figure is reached, the table, the picture. What is measured is not tested."""

import json
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks"


@pytest.fixture(scope="module")
def bench():
    """Return the modules of the benchmarks, which are run as scripts."""
    sys.path.insert(0, str(FOLDER))
    try:
        import cases  # noqa: PLC0415
        import lab  # noqa: PLC0415
        import report  # noqa: PLC0415
    finally:
        sys.path.remove(str(FOLDER))
    yield cases, lab, report
    for name in ("cases", "lab", "report"):
        del sys.modules[name]


@pytest.fixture
def results(bench):
    """Return results as they are written, of two figures."""
    cases, lab, report = bench
    took = cases.Figure("up of 2 <fast>", "s", "ours", (cases.Target("ours", 1.15, "floor"),))
    for side, seconds in (("ours", (4.0, 2.0, 2.5)), ("plain", (10.0,)), ("floor", (2.0,))):
        for value in seconds:
            took.add(side, lab.Taken(value, value / 2, None, Counter()))
    asked = cases.Figure("requests", "", "ours", (cases.Target("ours", 35), cases.Target("ours", 2, "native")))
    asked.values["ours"].append(40)
    return json.loads(json.dumps(report.as_json([took, asked], {"scale": 1.0})))


@pytest.mark.parametrize(
    ("target", "medians", "reached"),
    [
        ({"factor": 1.15, "of": "floor"}, {"ours": 2.3, "floor": 2.0}, True),
        ({"factor": 1.15, "of": "floor"}, {"ours": 2.4, "floor": 2.0}, False),
        ({"factor": 1.15, "of": "floor", "plus": 20.0}, {"ours": 27.5, "floor": 4.0}, True),
        ({"factor": 8, "of": "native", "at_least": True}, {"ours": 10.0, "native": 80.0}, True),
        ({"factor": 8, "of": "native", "at_least": True}, {"ours": 10.0, "native": 79.0}, False),
        ({"factor": 35}, {"ours": 35}, True),
        ({"factor": 35}, {"ours": 36}, False),
        ({"factor": 1.0, "of": "native"}, {"ours": 1.0}, None),
        ({"factor": 35}, {}, None),
    ],
)
def test_whether_a_target_is_reached(bench, target, medians, reached):
    """A figure is held against a bound, or against another side; without that side nothing can be told."""
    assert bench[0].Target("ours", **target).reached(medians) is reached


def test_every_measurement_is_kept(results):
    """The results hold each value, their median and their least, and the processor's seconds."""
    ours = results["figures"][0]["sides"]["ours"]
    assert ours == {"median": 2.5, "minimum": 2.0, "values": [4.0, 2.0, 2.5], "cpu_median": 1.25}


def test_the_table(bench, results):
    """A row for each figure: medians with the least and the number of measurements, and what was to be reached."""
    lines = bench[2].as_table(results).splitlines()
    assert lines[0] == "| | ours | plain dynamic provider | floor: does nothing | to reach |"
    assert lines[2] == ("| up of 2 <fast> | 2.5 s (2) x3 | 10 s x1 | 2 s x1 | ours <= 1.15 x floor: **missed** |")
    assert lines[3].endswith("| ours <= 35: **missed**; ours <= 2 x native: can't be told |")


def test_the_picture(bench, results):
    """A bar for each side; the top says what is better, and each ratio what it is of; always the same picture."""
    picture = bench[2].as_picture(results)
    assert picture == bench[2].as_picture(results)
    bars = [item for item in ET.fromstring(picture).iter() if item.tag.endswith("rect")]
    widths = [int(bar.get("width")) for bar in bars]
    assert len(widths) == 3
    assert max(widths) == widths[1]
    texts = [item.text for item in ET.fromstring(picture).iter() if item.tag.endswith("text")]
    assert texts[0].startswith("Shorter is better.")
    assert [text for text in texts if "2.5 s" in text or "=" in text] == [
        "2.5 s",
        "10 s = 4.00 x ours",
        "2 s = 0.80 x ours",
    ]
    assert "up of 2 &lt;fast&gt;" in picture


@pytest.mark.parametrize("side", ["ours", "together", "plain", "native", "floor", "wide"])
def test_every_side_has_a_program(bench, side):
    """Each side has a name and a program, which declares the endpoints that all declare."""
    assert side in bench[0].SIDES
    assert "from shape import ENDPOINTS" in (FOLDER / "programs" / side / "__main__.py").read_text()


def test_the_page_shows_the_figures(bench):
    """The page and the picture in docs are what is written of the figures beside them."""
    for file in (ROOT / "docs").glob("benchmarks.json"):
        written = json.loads(file.read_text())
        assert bench[2].as_table(written) in file.with_suffix(".md").read_text()
        assert bench[2].as_picture(written) == file.with_suffix(".svg").read_text()
