"""What is wrong with a cloud, or a kind of one, that somebody has named."""

import pytest

from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.cloud.named import broken_cloud_rule, broken_kind_rule


def test_clouds():
    """A cloud that is there breaks no rule; of another name the line says which was meant."""
    assert broken_cloud_rule("ppio") == ""
    assert broken_cloud_rule("ppioo") == "is not a cloud; did you mean ppio?"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("endpoint", ""),
        (None, ""),
        ("endpont", "is no kind of ppio that serves; did you mean endpoint?"),
        ("registry_auth", "is no kind of ppio that serves; there are: endpoint"),
    ],
)
def test_kinds(name, rule):
    """A kind that serves breaks no rule, nor does none where one alone serves; any other name does."""
    assert broken_kind_rule("ppio", name) == rule


def test_one_of_several_is_named(monkeypatch):
    """Where several kinds serve one must be named."""
    endpoint = discovery.kinds("ppio")["endpoint"]
    monkeypatch.setattr(discovery, "kinds", lambda _: {"endpoint": endpoint, "job": endpoint})
    assert broken_kind_rule("ppio", None) == "is required: one of endpoint, job"
    assert broken_kind_rule("ppio", "job") == ""
