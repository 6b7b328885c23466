"""The page on the simulator: its examples run, and it names every field that there is, and no other."""

import json
import re
import shlex
from pathlib import Path

import pytest

from pulumi_serving.simulator import control, faults

PAGE = Path(__file__).parents[2] / "docs" / "simulator.md"
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    for line in block.replace("\\\n", "").splitlines()
]


def section(heading):
    """Return a section with all that stands beneath it."""
    level = heading.partition(" ")[0]
    _, _, rest = PAGE.read_text().partition(f"\n{heading}\n")
    assert rest, heading
    return re.split(rf"^#{{1,{len(level)}}} ", rest, flags=re.MULTILINE)[0]


def first_cells(text):
    """Return the names in the first cells of all tables."""
    cells = re.findall(r"^\| (`[^|]*?) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def run(simulator, command, known):
    """Run one command of curl on the simulator in process."""
    words = shlex.split(command.replace("$URL", "").replace("$ID", known.get("ID", "")))
    assert words[:2] == ["curl", "-s"]
    method, headers, data, path = None, {}, None, ""
    rest = iter(words[2:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(rest)
        else:
            path = word
    return simulator.request(method or ("POST" if data else "GET"), path, headers=headers, content=data)


def test_the_examples_run(simulator):
    """Every command of the page is accepted, in the order of the page; each fault is given back as it was ordered."""
    known = {}
    assert COMMANDS
    for command in COMMANDS:
        if command.startswith("URL="):
            continue
        if command.startswith("ID="):
            known["ID"] = simulator.ledger()["endpoints"][0]["id"]
            continue
        answer = run(simulator, command, known)
        assert answer.status_code == 200, (command, answer.text)
        if "/faults -d" in command:
            assert json.loads(answer.request.content).items() <= answer.json().items()
    assert known


@pytest.mark.parametrize(
    ("heading", "shape"),
    [("### Faults", control.FAULT), ("### Endpoints behind Pulumi's back", control.PATCH)],
    ids=["faults", "endpoints"],
)
def test_every_field_is_described(heading, shape):
    """The tables have every field of an order, and no other."""
    assert sorted(first_cells(section(heading))) == sorted(shape.fields)


def test_every_setting_is_described():
    """The tables have every setting and every outcome."""
    settings, outcomes = section("### Settings").split("`next_outcome` holds one of")
    assert sorted(first_cells(settings)) == sorted(control.SETTINGS.fields)
    assert [json.loads(text).popitem()[0] for text in first_cells(outcomes)] == [*control.OUTCOMES]
    assert "`status`" in outcomes


def test_every_field_of_the_ledger_is_described(simulator):
    """The tables have every field of a line, and the text every part of the summary."""
    simulator.create()
    simulator.create()
    ledger, text = simulator.ledger(), section("### The ledger")
    endpoints, requests = text.split("`requests` has one line")
    assert sorted(first_cells(endpoints)) == sorted(ledger["endpoints"][0])
    assert sorted(first_cells(requests)) == sorted(ledger["requests"][0])
    summary = simulator.get("/_simulator/ledger?summary=1").json()
    assert [name for name in [*summary, *summary["doubled"][0]] if f"`{name}`" not in text] == []


def test_every_operation_is_named(simulator):
    """The table has each cloud's operations; those of a further kind of resource are in its reference."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section("## What each cloud does"), re.MULTILINE))
    views = [name.partition(".") for name in simulator.app.view_functions if not name.startswith("control.")]
    found = {cloud: {view for name, _, view in views if name == cloud} for cloud in rows}
    for cloud, row in rows.items():
        page = (PAGE.parent / "reference" / f"{cloud}.md").read_text()
        further = {
            name
            for line in re.findall(r"^- Simulator: (.*)$", page, re.MULTILINE)
            for name in re.findall(r"`(\w+)`", line)
        }
        told = set(re.findall(r"`(\w+)`", row))
        assert told <= found[cloud] <= told | further
    assert {name for name, _, _ in views} == {*rows}


def test_every_field_can_be_ordered():
    """What a rule may hold is what the control interface takes."""
    assert sorted(vars(faults.Fault())) == sorted(control.FAULT.fields)
