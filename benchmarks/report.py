"""The results: as JSON, as a table, and as a picture; each from the figures alone, so that it can be drawn again."""

from __future__ import annotations

import html
import statistics
from typing import TYPE_CHECKING, Any

from cases import SIDES, Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOURS = {
    "ours": "#1b7f5c",
    "together": "#2fae7f",
    "serving": "#7cc9a8",
    "plain": "#c4703a",
    "native": "#4a6fb5",
    "floor": "#b8b8b8",
    "wide": "#8f8f8f",
}
WIDTH, LABEL, BAR, GAP = 860, 190, 18, 6
LONGEST_BAR = WIDTH - LABEL - 240


def as_json(figures: Sequence[Figure], conditions: dict[str, Any]) -> dict[str, Any]:
    """Return all that was measured, with the targets and whether they are reached."""
    return {
        "conditions": conditions,
        "figures": [
            {
                "name": figure.name,
                "unit": figure.unit,
                "side": figure.side,
                "sides": {
                    side: {
                        "median": round(statistics.median(values), 3),
                        "minimum": round(min(values), 3),
                        "values": [round(value, 3) for value in values],
                        **_processor(figure, side),
                    }
                    for side, values in figure.values.items()
                    if values
                },
                "targets": [
                    {"words": f"{target.side} {target.words}", "reached": target.reached(figure.medians)}
                    for target in figure.targets
                ],
                "left_out": figure.left_out,
            }
            for figure in figures
        ],
    }


def _processor(figure: Figure, side: str) -> dict[str, float]:
    used = figure.cpu_seconds.get(side)
    return {"cpu_median": round(statistics.median(used), 3)} if used else {}


def as_table(results: dict[str, Any]) -> str:
    """Return the results as a table in Markdown: median (least), and how often it was measured."""
    sides = [side for side in SIDES if any(side in figure["sides"] for figure in results["figures"])]
    lines = [
        "| | " + " | ".join(SIDES[side] for side in sides) + " | to reach |",
        "| --- |" + " ---: |" * len(sides) + " --- |",
    ]
    for figure in results["figures"]:
        cells = [_cell(figure, side) for side in sides]
        lines.append(f"| {figure['name']} | " + " | ".join(cells) + f" | {_targets(figure)} |")
    return "\n".join(lines) + "\n"


def _cell(figure: dict[str, Any], side: str) -> str:
    found = figure["sides"].get(side)
    if found is None:
        return ""
    unit = f" {figure['unit']}" if figure["unit"] else ""
    least = f" ({_number(found['minimum'])})" if len(found["values"]) > 1 else ""
    return f"{_number(found['median'])}{unit}{least} x{len(found['values'])}"


def _targets(figure: dict[str, Any]) -> str:
    words = {True: "reached", False: "**missed**", None: "can't be told"}
    return "; ".join(f"{target['words']}: {words[target['reached']]}" for target in figure["targets"])


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004 - digits


def as_picture(results: dict[str, Any]) -> str:
    """Return the results as an SVG: a bar for each side of each figure, with its ratio to the bar that it names."""
    rows = ['<text x="0" y="20">Shorter is better. "2 x ours" is twice as much as the bar that is named ours.</text>']
    y = 56
    for figure in results["figures"]:
        found = {side: figure["sides"][side]["median"] for side in SIDES if side in figure["sides"]}
        base = next((side for side in (figure["side"], "together", "ours") if side in found), "")
        if len(found) < 2 or not found.get(base) or figure["unit"] == "MB":  # noqa: PLR2004 - nothing to compare
            continue
        rows.append(f'<text x="0" y="{y}" class="name">{html.escape(figure["name"])}</text>')
        y += 10
        most = max(found.values())
        for side, value in found.items():
            length = max(1, round(LONGEST_BAR * value / most))
            unit = f" {figure['unit']}" if figure["unit"] else ""
            ratio = "" if side == base else f" = {value / found[base]:.2f} x {html.escape(SIDES[base])}"
            middle = y + BAR - 5
            rows.append(f'<text x="{LABEL - 8}" y="{middle}" text-anchor="end">{html.escape(SIDES[side])}</text>')
            rows.append(f'<rect x="{LABEL}" y="{y}" width="{length}" height="{BAR}" fill="{COLOURS[side]}"/>')
            rows.append(f'<text x="{LABEL + length + 6}" y="{middle}">{_number(value)}{unit}{ratio}</text>')
            y += BAR + GAP
        y += 26
    style = (
        "<style>text{font:12px system-ui,sans-serif;fill:#333}.name{font-weight:600;font-size:13px}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}">'
    return "\n".join([head, style, *rows, "</svg>"]) + "\n"
