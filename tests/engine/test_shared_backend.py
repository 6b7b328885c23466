"""State in an S3-compatible bucket that a team shares: one `up` at a time, and no harm from another."""

import httpx
import pytest
from tests.harness.vault import PROVIDER

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

PROGRAM = """
ppio.Endpoint("llm", **BASE)
"""


@pytest.fixture
def bucket():
    """Return the environment of commands whose state is in a bucket on this machine."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow to import, for all who collect the tests

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    httpx.put(f"http://{host}:{port}/state", trust_env=False).raise_for_status()
    yield {
        "PULUMI_BACKEND_URL": f"s3://state?region=us-east-1&endpoint=http://{host}:{port}&use_path_style=true",
        "AWS_ACCESS_KEY_ID": "key-of-nobody",
        "AWS_SECRET_ACCESS_KEY": "secret-of-nobody",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    server.stop()


def test_two_ups_at_once_do_no_harm(stack, simulator, bucket):
    """A second `up` ends with the word that the stack is locked, and by whom; the first one goes on undisturbed."""
    stack.program(PROGRAM)
    stack.run("stack", "init", "--secrets-provider", PROVIDER, **bucket).succeeded()
    simulator.settings(ready_after_s=3600)

    first = stack.start_up(**bucket)
    simulator.wait_until(lambda: simulator.living)
    second = stack.up(**bucket).failed()
    assert len(second.lines("error: the stack is currently locked by 1 lock(s)", "pulumi cancel")) == 1
    assert second.lines("created by", f"(pid {first.pid})")
    assert first.process.poll() is None
    simulator.patch(simulator.living[0]["id"], status="running")
    first.finish().succeeded()

    stack.up("--expect-no-changes", **bucket).succeeded()
    assert (simulator.operations("create", "update", "delete"), len(simulator.living)) == (["create"], 1)
