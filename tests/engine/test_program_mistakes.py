"""Mistakes of a program on the real engine: one line each, and nothing is sent or made."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

WAITS = """
from pulumi_serving import wait_until_ready
a, b = (ppio.Endpoint(name, **BASE) for name in "ab")
wait_until_ready([a])
wait_until_ready([b])
"""
MISTAKES = {
    "output in a text": (
        'llm = ppio.Endpoint("llm", **BASE)\nppio.Endpoint("x", **{**BASE, "image": f"{llm.image}:1"})',
        "ppio.Endpoint x: image: holds what Python makes of an output that is put into a text by itself; ",
    ),
    "function": (
        'llm = ppio.Endpoint("llm", **BASE)\nppio.get_endpoint(llm.id)',
        "get_endpoint: id is an output, whose value is not here yet: call get_endpoint_output",
    ),
    "two waits": (
        WAITS,
        "Readiness ready-ppio and Readiness ready-ppio would have one URN",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line(stack, simulator, mistake):
    """A preview ends with the line, and neither it nor an up that skips it asks the cloud for what is wrong."""
    program, line = MISTAKES[mistake]
    stack.program(program)
    done = stack.run("preview").failed()
    assert [found for found in done.errors("tests-test") if found.startswith(line)], str(done)
    assert simulator.operations() == []


@pytest.mark.usefixtures("cold_python")
def test_a_file_that_hides_a_module(stack, simulator):
    """A ``calendar.py`` beside the program is told with its path; a ``secrets.py`` is the program's own."""
    (stack.folder / "secrets.py").write_text("IMAGE = 'registry.example.com/llm:1.4'\n")
    stack.program('import secrets\nllm = ppio.Endpoint("llm", **{**BASE, "image": secrets.IMAGE})')
    stack.up().succeeded()
    assert len(simulator.living) == 1
    (stack.folder / "calendar.py").touch()
    done = stack.run("preview").failed()
    (line,) = [line for line in done.errors("tests-test") if "hides Python's own module calendar" in line]
    assert line.startswith(str(stack.folder.resolve() / "calendar.py"))
    assert line.endswith("rename it")
