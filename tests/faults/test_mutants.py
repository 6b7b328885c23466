"""The matrix can fail: providers that are broken on purpose, and the peers of the benchmarks, do not pass it."""

from __future__ import annotations

import pytest
from tests.harness.lab import Lab, subjects

from pulumi_serving.core.lifecycle.absence import Absence
from pulumi_serving.core.lifecycle.create import Creation
from pulumi_serving.core.lifecycle.provider import Lifecycle

from .cells import Cell, Trial
from .peers import PeerLab, peer_subject

CLOUDS = {subject.cloud: subject for subject in subjects()}
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def lab():
    """Return a cloud, the host and a clock."""
    made = Lab()
    yield made
    made.stop()


def verdict(lab, verb, fault, first, cloud="ppio"):
    """Run one cell."""
    return Trial(lab, CLOUDS[cloud], Cell(cloud, verb, fault, first, 1)).run()


@pytest.mark.parametrize("cloud", ["huawei", "ppio"])
def test_a_provider_that_repeats_a_create_blindly_is_found(lab, monkeypatch, cloud):
    """One that sends a create again without a look makes a second endpoint, and the ledger says so."""
    assert verdict(lab, "create", "reset after", 2, cloud).good
    monkeypatch.setattr(Creation, "_after", lambda *_: None)
    found = verdict(lab, "create", "reset after", 2, cloud)
    assert found.doubled
    assert found.orphaned


@pytest.mark.parametrize("verb", ["read", "delete"])
@pytest.mark.parametrize("cloud", ["alibaba", "ppio"])  # the third one's client asks the list before it says so
def test_a_provider_that_trusts_one_not_found_is_found(lab, monkeypatch, cloud, verb):
    """One that drops an endpoint on one answer loses it, and the ledger says so."""
    requests = range(1, 4)  # a deletion looks first, asks, and waits
    assert all(verdict(lab, verb, "wrong not-found", request, cloud).good for request in requests)
    monkeypatch.setattr(Absence, "wait", 0.0)
    monkeypatch.setattr(Absence, "ask_list", lambda _: None)
    assert any(verdict(lab, verb, "wrong not-found", request, cloud).lost for request in requests)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_provider_that_forgets_the_id_of_a_failed_create_is_found(lab, monkeypatch, cloud):
    """One that records nothing where a create does not end well leaves an endpoint that no state knows."""
    assert verdict(lab, "create", "fails", 0, cloud).good

    def forget(_self, call, _id, _outs, _inputs, *reasons):
        raise call.failure("; ".join(reasons))

    monkeypatch.setattr(Lifecycle, "record_not_ready", forget)
    found = verdict(lab, "create", "fails", 0, cloud)
    assert not found.good


def test_a_plain_dynamic_provider_is_found():
    """The provider that Pulumi's documentation teaches loses what a lost answer has made."""
    lab = PeerLab("plain")
    try:
        found = Trial(lab, peer_subject(), Cell("ppio", "create", "reset after", 1, 1)).run()
    finally:
        lab.stop()
    assert found.orphaned
    assert found.doubled
