"""How answers are read that are odd in this cloud's own way."""

import json

import pytest

from pulumi_serving.alibaba.app_service.models import Event


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ('{"versionId": 1, "message": "Stage scale complete"}', "Stage scale complete"),
        ("no capacity", "no capacity"),
        ('{"versionId": 1}', '{"versionId": 1}'),
        ('{"message": {"a": 1}}', '{"message": {"a": 1}}'),
        ('"quoted"', '"quoted"'),
        ("{", "{"),
        ("[" * 5000, "[" * 5000),
        (json.dumps({"message": "half \ud800"}), "half ?"),
        (None, ""),
        (7, "7"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_an_event_says(message, told):
    """An event's message is a text of JSON that holds the words for people; any other text is told as it is."""
    assert Event.model_validate({"Type": "Warning", "Message": message}).message == told
