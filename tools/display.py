"""
Draw what a person sees of `pulumi up` in a terminal: scripts/display writes docs/display.svg.

examples/three-clouds comes up on the real engine, in a pseudo-terminal, against the simulated clouds. What the
engine writes goes through a terminal emulator, and the screens that came become the frames of a moving picture. Where
pictures do not move, or are not to, it shows the screen of the middle.
"""

from __future__ import annotations

import argparse
import fcntl
import html
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyte.screens import Char

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "display.svg"
EXAMPLE = ROOT / "examples" / "three-clouds"
COMMAND = ("pulumi", "up", "--yes")
SETTINGS = {
    "huaweiProjectId": "0123456789abcdef0123456789abcdef",
    "huaweiWorkspaceId": "5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
}
SECRETS = {
    "ppioApiKey": "sk-simulator",
    "huaweiAccessKey": "SIMULATORACCESSKEY",
    "huaweiSecretKey": "simulator-secret-key",
    "alibabaAccessKey": "simulator-access-key-id",
    "alibabaSecretKey": "simulator-access-key-secret",
}
"""What the simulated clouds know."""

COLUMNS, LINES = 148, 26
SECONDS_UNTIL_READY = 12
LONGEST_COMMAND = 600.0
SECONDS_BETWEEN_FRAMES = 1.0
SECONDS_OF_THE_LAST_FRAME = 6.0

FONT = 14.0
WIDTH_OF_A_LETTER = 0.6 * FONT
HEIGHT_OF_A_LINE = 1.35 * FONT
MARGIN = 14.0
COLOURS = {
    "default": "#d4d4d4",
    "black": "#7f7f7f",  # on the picture's own dark ground black would not be seen
    "red": "#f14c4c",
    "green": "#23d18b",
    "brown": "#e5e510",  # as pyte calls yellow
    "blue": "#4f9cf5",
    "magenta": "#d670d6",
    "cyan": "#29b8db",
    "white": "#e5e5e5",
}
GROUND = "#1e1e1e"


@dataclass(frozen=True)
class Run:
    """Some letters beside each other that look alike."""

    column: int
    text: str
    colour: str
    bold: bool
    underlined: bool


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Frame:
    """What stood on the screen from a moment on, in seconds since the start."""

    at: float
    lines: tuple[Line, ...]


# The recording


def record(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> list[tuple[float, bytes]]:
    """Run a command in a terminal of its own and return what it wrote, and when."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(command, cwd=cwd, env=env, stdin=its, stdout=its, stderr=its, start_new_session=True)
    os.close(its)
    started, written = time.monotonic(), []
    try:
        while time.monotonic() - started < LONGEST_COMMAND:
            ready, _, _ = select.select([ours], [], [], 0.1)
            if not ready:
                continue
            try:
                some = os.read(ours, 65536)
            except OSError:  # nobody has the terminal any more
                break
            if not some:
                break
            written.append((time.monotonic() - started, some))
    finally:
        os.close(ours)
        if process.poll() is None:
            process.terminate()
        process.wait()
    if process.returncode:
        sys.stderr.write(b"".join(some for _, some in written).decode(errors="replace"))
        raise SystemExit(f"display: `{' '.join(command)}` failed")
    return written


def frames(recording: Sequence[tuple[float, bytes]], command: str) -> list[Frame]:
    """Replay a recording on an emulated terminal and return the screens that differ, one each second at most."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    stream.feed(f"$ \x1b[1m{command}\x1b[0m\r\n".encode())
    found = [Frame(0.0, _lines(screen))]
    for index, (at, some) in enumerate(recording):
        stream.feed(some)
        following = recording[index + 1][0] if index + 1 < len(recording) else at + SECONDS_OF_THE_LAST_FRAME
        # What a screen looks like while the engine is still writing it is not to be seen.
        if following - at > 0.02 and following - found[-1].at >= SECONDS_BETWEEN_FRAMES:  # noqa: PLR2004 - a moment
            lines = _lines(screen)
            if lines != found[-1].lines:
                found.append(Frame(at, lines))
    return found


def _lines(screen: pyte.Screen) -> tuple[Line, ...]:
    return tuple(tuple(_runs(screen.buffer[number])) for number in range(screen.lines))


def _runs(line: Mapping[int, Char]) -> Iterator[Run]:
    column = 0
    for (colour, bold, underlined), letters in groupby(
        (line[number] for number in range(COLUMNS)), lambda letter: (letter.fg, letter.bold, letter.underscore)
    ):
        text = "".join(letter.data for letter in letters)
        for found in re.finditer(r"\S+(?: \S+)*", text):  # each column by itself: a picture has no rows of spaces
            yield Run(column + found.start(), found[0], _colour(colour), bold, underlined)
        column += len(text)


def _colour(name: str) -> str:
    if name in COLOURS:
        return COLOURS[name]
    plain = name.removeprefix("bright")
    return COLOURS.get(plain, f"#{name}")


# The picture


def picture(shown: Sequence[Frame], title: str) -> str:
    """Return frames as an SVG that moves; a line that stands in many frames is written once."""
    last = shown[-1].at + SECONDS_OF_THE_LAST_FRAME
    height = max(index for frame in shown for index, line in enumerate(frame.lines) if line) + 1
    width, high = COLUMNS * WIDTH_OF_A_LETTER + 2 * MARGIN, height * HEIGHT_OF_A_LINE + 2 * MARGIN
    names: dict[Line, str] = {}
    groups, rules = [], []
    middle = _middle(shown)
    for number, frame in enumerate(shown):
        uses = [
            f'<use href="#{names.setdefault(line, f"l{len(names)}")}" y="{index * HEIGHT_OF_A_LINE:.1f}"/>'
            for index, line in enumerate(frame.lines)
            if line
        ]
        seen = ' class="middle"' if number == middle else ""
        groups.append(f'<g id="f{number}"{seen}>{"".join(uses)}</g>')
        start = 100 * frame.at / last
        end = 100 * (shown[number + 1].at if number + 1 < len(shown) else last) / last
        rules.append(_keyframes(number, start, end))
    lines = [f'<g id="{name}">{"".join(_text(run) for run in line)}</g>' for line, name in names.items()]
    style = (
        f"text{{font:{FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}}"
        "#frames>g{visibility:hidden}#frames>g.middle{visibility:visible}"
        "@media(prefers-reduced-motion:no-preference){"
        f"#frames>g{{animation:{last:.1f}s step-end infinite}}{''.join(rules)}}}"
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {high:.0f}" role="img">',
            f"<title>{html.escape(title)}</title>",
            f"<style>{style}</style>",
            f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>',
            "<defs>",
            *lines,
            "</defs>",
            f'<g id="frames" transform="translate({MARGIN:.0f} {MARGIN + FONT:.0f})">',
            *groups,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _middle(shown: Sequence[Frame]) -> int:
    """Choose the frame that says most of the display: the last of those in which most is still on its way."""
    return max(range(len(shown)), key=lambda number: (words(shown[number]).count("ing ("), number))


def _keyframes(number: int, start: float, end: float) -> str:
    steps = {0.0: "hidden", start: "visible"} | ({end: "hidden"} if end < 100 else {})  # noqa: PLR2004 - per cent
    marks = "".join(f"{at:.2f}%{{visibility:{what}}}" for at, what in steps.items())
    return f"#f{number}{{animation-name:k{number}}}@keyframes k{number}{{{marks}}}"


def _text(run: Run) -> str:
    more = (' font-weight="bold"' if run.bold else "") + (' text-decoration="underline"' if run.underlined else "")
    x, length = run.column * WIDTH_OF_A_LETTER, len(run.text) * WIDTH_OF_A_LETTER
    # The length is given, so that columns stay columns in whatever font there is.
    return (
        f'<text x="{x:.1f}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs" fill="{run.colour}"{more}>'
        f"{html.escape(run.text)}</text>"
    )


def words(frame: Frame) -> str:
    """Return what stands on a screen, without its looks."""
    return "\n".join(" ".join(run.text for run in line) for line in frame.lines)


def refuse_private(shown: Sequence[Frame], private: Sequence[str]) -> None:
    """End if a key, or something of this machine, stands in a frame."""
    for frame in shown:
        for word in private:
            if word in words(frame):
                raise SystemExit(f"display: {word!r} stands in the picture, at {frame.at:.0f} s")


# The stack


def main() -> None:
    """Record the example coming up, and write the picture."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=PICTURE, help="the picture (docs/display.svg)")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory(prefix="display-") as folder:
        recording = record_example(Path(folder))
        shown = frames(recording, " ".join(COMMAND))
        refuse_private(shown, [folder, str(ROOT), str(Path.home()), *SECRETS.values()])
    out.write_text(picture(shown, "pulumi up in a terminal: a row for each endpoint, with what its cloud says of it"))
    sys.stderr.write(f"display: {len(shown)} frames in {out}\n")


def record_example(folder: Path) -> list[tuple[float, bytes]]:
    """Bring the example up against simulated clouds of its own, which end with it."""
    program = folder / "program"
    shutil.copytree(EXAMPLE, program)
    for name in ("home", "state"):
        (folder / name).mkdir()
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")},
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "display",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "NO_PROXY": "127.0.0.1",
        "TERM": "xterm-256color",
    }

    def pulumi(*arguments: str) -> None:
        subprocess.run(["pulumi", *arguments], cwd=program, env=env, check=True, capture_output=True)  # noqa: S607

    simulator = [sys.executable, "-m", "pulumi_serving.simulator", "--ready-after", str(SECONDS_UNTIL_READY)]
    with subprocess.Popen(simulator, stdout=subprocess.PIPE, text=True, env={**env, "PYTHONUNBUFFERED": "1"}) as clouds:
        try:
            assert clouds.stdout
            url = clouds.stdout.readline().split()[-1]
            pulumi("stack", "init", "dev")
            pulumi(
                "config",
                "set-all",
                "--plaintext",
                f"baseUrl={url}",
                *_pairs("--plaintext", SETTINGS),
                *_pairs("--secret", SECRETS),
            )
            return record(COMMAND, cwd=program, env=env)
        finally:
            clouds.terminate()


def _pairs(option: str, values: Mapping[str, str]) -> list[str]:
    return [part for key, value in values.items() for part in (option, f"{key}={value}")]


if __name__ == "__main__":
    main()
