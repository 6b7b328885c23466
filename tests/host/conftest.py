"""
The plug-in host, or the native door, beside a fake engine, without the CLI: commands of one resource, in milliseconds.

What only the engine or its CLI can show is in ``tests/engine``.
"""

import pytest
from tests.harness.lab import Lab, subjects

SUBJECTS = {subject.cloud: subject for subject in subjects()}


@pytest.fixture(scope="module", params=["dynamic", "native"])
def _lab(request):
    made = Lab(ready_after_s=3.0, door=request.param)
    yield made
    made.stop()


@pytest.fixture
def lab(_lab):
    """Return empty clouds in which things take three seconds."""
    _lab.renew()
    return _lab


@pytest.fixture
def stack_of(lab):
    """Return what makes a stack of a resource; no command of it may show a traceback or a key."""
    made = []

    def make(cloud="ppio", name="llm"):
        made.append((SUBJECTS[cloud], lab.stack(SUBJECTS[cloud], name)))
        return made[-1][1]

    yield make
    for subject, stack in made:
        shown = "\n".join(line for run in stack.runs for line in [*run.lines, *run.said])
        assert "Traceback" not in shown
        assert not [secret for secret in subject.secrets if secret in shown]


@pytest.fixture
def stack(stack_of):
    """Return an empty stack of one endpoint of PPIO."""
    return stack_of()


@pytest.fixture(params=SUBJECTS)
def subject(request):
    """Return each cloud's resource in turn."""
    return SUBJECTS[request.param]
