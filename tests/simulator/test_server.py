"""The command line, on a real port of this machine."""

import contextlib
import signal
import subprocess
import sys

import httpx
import pytest

from .conftest import BODY, ENDPOINTS, KEY

COMMAND = [sys.executable, "-m", "pulumi_serving.simulator"]


@contextlib.contextmanager
def running(*options):
    """Run a simulator; gives its process and its address."""
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline().removeprefix("Simulator listening on ").strip()
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serves_and_stops(stop):
    """It says where it listens, serves, drops connections when told, and stops quietly at a signal."""
    with running("--ready-after", "0") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=address, headers=KEY, trust_env=False) as client:
            endpoint_id = client.post(ENDPOINTS, json=BODY).json()["id"]
            assert client.get(f"{ENDPOINTS}/{endpoint_id}").json()["status"]["status"] == "running"
            for drop in ("before", "after"):
                client.post("/_simulator/faults", json={"operation": "create", "drop": drop})
                with pytest.raises(httpx.TransportError):
                    client.post(ENDPOINTS, json=BODY)
            client.post("/_simulator/faults", json={"status": 503})
            assert client.post(ENDPOINTS, content=b"x" * 1_000_000).status_code == 503
            ledger = client.get("/_simulator/ledger").json()
        assert [request["status"] for request in ledger["requests"]] == [200, 200, None, None, 503]
        assert len(ledger["endpoints"]) == 2
        process.send_signal(stop)
        output, errors = process.communicate(timeout=10)
        assert (process.returncode, output, errors) == (0, "", "")


def test_says_what_is_missing():
    """Without the extra, one line says how to install it."""
    program = "import runpy, sys; sys.modules['flask'] = None; "
    program += "runpy.run_module('pulumi_serving.simulator', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    expected = "The simulator needs flask: pip install 'pulumi-serving[simulator]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_is_none_is_refused(port):
    """A number that is no port is one line; it would be another port, or a traceback."""
    done = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, check=False, timeout=20)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{port} is not in the range 0<=x<=65535" in done.stderr
    assert "Traceback" not in done.stderr


def test_answers_drip_and_break_off():
    """On a port too, an answer drips in, breaks off inside its body, or is longer than anybody wants."""
    with (
        running("--ready-after", "0") as (_, address),
        httpx.Client(base_url=address, headers=KEY, trust_env=False) as client,
    ):
        client.post("/_simulator/faults", json={"operation": "create", "truncate": 5}).raise_for_status()
        with pytest.raises(httpx.RemoteProtocolError):
            client.post(ENDPOINTS, json=BODY)
        client.post("/_simulator/faults", json={"operation": "create", "truncate": 0}).raise_for_status()
        with pytest.raises(httpx.RemoteProtocolError):
            client.post(ENDPOINTS, json=BODY)
        client.post("/_simulator/faults", json={"drip_s": 0.001, "body": {}, "status": 200}).raise_for_status()
        assert client.get(ENDPOINTS).json() == {}
        client.post("/_simulator/faults", json={"drip_s": 60, "operation": "list"}).raise_for_status()
        with pytest.raises(httpx.ReadTimeout):
            client.get(ENDPOINTS, timeout=0.3)
        client.post("/_simulator/faults", json={"pad_bytes": 3_000_000, "operation": "list"}).raise_for_status()
        assert len(client.get(ENDPOINTS).content) > 3_000_000
        assert client.get(f"{ENDPOINTS}/a%2Fb").json()["reason"] == "RESOURCE_NOT_FOUND"
        assert [line["status"] for line in client.get("/_simulator/ledger").json()["requests"]] == [
            *[200] * 5,
            404,
        ]
        assert len(client.get("/_simulator/ledger?summary=1").json()["doubled"][0]["ids"]) == 2
