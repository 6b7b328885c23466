"""The words are the field's: no reader has to learn the ones that this project once had for itself."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
FILES = sorted(
    path
    for pattern in ("provider/**/*.py", "docs/**/*.md", "*.md", "examples/**/*.py", "examples/**/*.md")
    for path in REPOSITORY.glob(pattern)
    if path.name != "CHANGELOG.md"
)
AROUND = sorted(
    path
    for pattern in ("tests/**/*.py", "tools/**/*.py", "benchmarks/**/*.py", "scripts/*.py")
    for path in REPOSITORY.glob(pattern)
    if path.name != "test_words.py"
)
OWN = {
    "adopt": r"tak(e|es|en|ing) (it |them )?over|took over|take_over|took_over|taken_over",
    "explicit provider": r"explicit instance",
    "reported, unreported": r"untold|(?<!be )\btold\b(?= =|: )|tells_owners|is_told",
    "failed since": r"amiss\b",
    "apply the update": r"br(ing|ings|inging|ought) about",
    "matches the recorded state": r"nothing_new|tells? nothing new",
    "deleting": r"\bleaving\b(?= (endpoint|resource))|phase\.leaving|on its way out(?!\.)",
    "needs confirmation, trust": r"hearsay|believe",
    "location, path": r"\b(another|other|recorded|whose) place\b|\w\.place\b(?!\()|`place`|(?<!in)_place\b|\bplaces\b",
    "confirmed, unconfirmed": r"(un)?proven\b(?!\")",
    "resolve, outcome unknown": r"settle(?!d:)",
    "function, data source": r"look-up",
    "session": r"session import Account\b|runtime\.account\(|self\.account\.|account_of\b",
    "find by name": r"named_now|find_named",
    "report, require unique": r"\.wrong\(|only_once",
    "name the thing": r"(?<!\w)_?whatever\(|\bours\b(?! ?\||,| <=| 4|: reached)",
    "start, stop, workers": r"\bhire\b|\bhires\b|dismiss|\bcrew",
}
"""The field's word, and how the project's own was found."""
OF_THE_PACKAGE = {"reported, unreported", "location, path", "name the thing"}
"""Those that tests and tools may say, where other things are told, stand in places, or are ours."""


@pytest.mark.parametrize(("word", "own"), OWN.items(), ids=OWN)
def test_a_new_reader_finds_no_word_of_our_own(word, own):
    """No identifier and no sentence has the project's own word where the field has one."""
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()}"
        for path in [*FILES, *(() if word in OF_THE_PACKAGE else AROUND)]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(own, line, re.IGNORECASE)
    ]
    assert found == [], f"say {word}"
