"""The README's own commands run as they are written, in a fresh shell; only the port and the real cloud are others."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
TRY_IT, OWN_PROJECT, CALL = BLOCKS
NOT_COPIED = (".venv*", ".playground", ".git", ".hypothesis", "*_cache", "__pycache__", "node_modules")
LONGEST_SECONDS = 800
SETTINGS = ("PULUMI_", "VENV", "DEPENDENCIES")
"""How variables begin that a fresh shell has not."""
MADE_UP_CURL = '#!/usr/bin/env bash\nprintf "%s\\n" "$@" >"$CURL_SAID"\n'


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture
def checkout(tmp_path):
    """Return a copy of the checkout that is set up: its ``.venv`` has what this one has."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (copy / ".venv").mkdir()
    for item in Path(sys.prefix).iterdir():
        if item.name != "made-from":
            (copy / ".venv" / item.name).symlink_to(item)
    made_from = [f"{copy}\n", *((copy / name).read_text() for name in ("pyproject.toml", "requirements/dev.txt"))]
    (copy / ".venv" / "made-from").write_text("".join(made_from))
    return copy


def shell(commands, folder, environment, typed=""):
    """Run commands in a shell of their own, and return what they said; nothing that they started goes on."""
    shell = subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = shell.communicate(typed, timeout=LONGEST_SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
    assert shell.returncode == 0, said
    assert "Traceback" not in said, said
    return said


def test_try_it(checkout, environment):
    """Three commands in a fresh checkout: simulated clouds, the fleet of all three, and all of it gone again."""
    assert len(TRY_IT.splitlines()) == 3
    port = free_port()
    stack = checkout / "Pulumi.dev.yaml"
    stack.write_text(stack.read_text().replace(":8080", f":{port}"))
    before = stack.read_text()
    fresh = {name: value for name, value in environment.items() if not name.startswith(SETTINGS)}
    ledger = f"curl -s --noproxy '*' http://127.0.0.1:{port}/_simulator/ledger"
    commands = f"trap 'kill $!' EXIT\n{TRY_IT.replace('8080', port)}\necho; echo \"ledger: $({ledger})\""

    # The copy is set up as scripts/install sets things up; were it not so, nothing may be installed into the true one.
    said = shell(commands, checkout, {**fresh, "PULUMI_SERVING_POLL_SECONDS": "0.3", "PIP_DRY_RUN": "1"})
    assert "install:" not in said
    endpoints = json.loads(said.rpartition("\nledger: ")[2])["endpoints"]
    assert [endpoint["cloud"] for endpoint in endpoints].count("ppio") == 2
    assert {endpoint["cloud"] for endpoint in endpoints} == {"alibaba", "huawei", "ppio"}
    assert [endpoint for endpoint in endpoints if endpoint["deleted_at"] is None] == []
    assert stack.read_text() == before


def test_a_project_of_ones_own(checkout, environment, simulator, tmp_path):
    """An installation from the checkout, a stack with a key that is typed, an endpoint, and a call of it."""
    said = tmp_path / "said"
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "curl").write_text(MADE_UP_CURL)
    (tools / "curl").chmod(0o755)
    libraries = [os.environ.get("PYTHONPATH", ""), sysconfig.get_path("purelib")]
    base = {
        **environment,
        "PATH": f"{tools}{os.pathsep}{environment['PATH']}",
        "CURL_SAID": str(said),
        "PULUMI_BACKEND_URL": f"file://{tmp_path}",
        "PULUMI_CONFIG_PASSPHRASE": "correct-horse-battery-staple",
        "PULUMI_SKIP_CONFIRMATIONS": "true",
        # What an index would give is taken from here: nothing but this machine is reached.
        "PYTHONPATH": os.pathsep.join(filter(None, libraries)),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way of saying that there is none
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    *before, last = OWN_PROJECT.splitlines(keepends=True)
    assert last == "pulumi up\n"
    address = f"pulumi config set ppio:baseUrl {simulator.url}\n"
    shell("".join([*before, address, last, CALL]), checkout, base, typed="sk-simulator\n")

    (endpoint,) = simulator.living
    url, *_ = said.read_text().splitlines()
    assert url == f"{simulator.show(endpoint['id'])['url']}/v1/chat/completions"
    installed = sorted((tmp_path / "llms" / "venv").glob("lib/python*/site-packages/pulumi_serving/__init__.py"))
    assert len(installed) == 1
