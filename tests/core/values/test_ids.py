"""Which ids may become a step of a path."""

import pytest

from pulumi_serving.core.errors import ConfigError
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN, check_id, is_impossible


@pytest.mark.parametrize("id_", ["", "..", "a/..", "%2e%2e", "a b", "a\nb", "a?b", "x" * 513, None, 3])
def test_what_climbs_or_breaks_a_path_is_refused(id_):
    """An id that would ask for something else is refused, with the rule."""
    with pytest.raises(ConfigError, match=r"nothing was sent: the id of the endpoint, .* must "):
        check_id("endpoint", id_)


@pytest.mark.parametrize("id_", ["e-1", "cn-shanghai/llm", f"{OUTCOME_UNKNOWN}my llm", f"{OUTCOME_UNKNOWN}a/b"])
def test_an_id_and_a_name_in_its_place_are_taken(id_):
    """A name stands for an id as long as the outcome of a create is unknown, and it may hold what no id may."""
    check_id("endpoint", id_)


def test_no_answer_gives_a_name_in_place_of_an_id():
    """An id in an answer that looks like the record of an unknown outcome is none."""
    assert is_impossible(f"{OUTCOME_UNKNOWN}llm")
