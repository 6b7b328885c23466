"""
The real Pulumi engine against the real simulator, over loopback.

Each test has a stack of its own: a folder with a program, its settings and its state. What costs time is shared by all
tests of a process: the engine, one simulator, a home of Pulumi's, and a stack made once and copied.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import httpx
import pytest
from tests.conftest import COMMANDS
from tests.harness import warm
from tests.harness.control import Control
from tests.harness.vault import TOKEN, Vault
from tests.harness.warming import PACKAGE, warmed

from .clouds import CLOUDS, SECOND_KEY, Secret
from .command import end_processes
from .project import PROJECT, Stack, Template

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.3
NATIVE_MISTAKES = [
    "envs[1].key: is there twice; the keys of envs must be unique",
    "healthCheck.port: must be 1 or more, not 0",
    "ports[0]: must be 65535 or less, not 80000",
    "type: must not be empty",
    "workerConfig.minReplicas: must not be more than maxReplicas, 3, but is 4",
]
"""What a preview says of the same five mistakes, whichever language makes them."""
OF_DEVELOPERS = ("PULUMI_", "VAULT_", "PPIO_", "NOVITA_", "HUAWEICLOUD_", "ALIBABA_CLOUD_", "ALICLOUD_")
"""How variables begin that no command may inherit."""
PYTHON = """\
#!/bin/sh
case "$*" in
"-m pip list"*) # which the engine asks before each command, for a quarter of what that costs: pip is asked once
  answer="{folder}/$*"
  [ -f "$answer" ] || {{ "{python}" "$@" >"$answer.$$" && mv "$answer.$$" "$answer"; }} || exit
  exec cat "$answer"
  ;;
*"-m pulumi.dynamic "* | *"/pulumi-language-python-exec "* | *"/native.py "*)
  [ -n "$COLD_PYTHON" ] || exec "{python}" -I -S "{warm}" "{socket}" "$@"
  ;;
esac
exec "{python}" "$@"
"""
"""The Python of the engine's commands."""


class Simulator(Control):
    """A simulator in a process of its own."""

    def __init__(self, ready_after):
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pulumi_serving.simulator", "--port", "0", "--ready-after", str(ready_after)],
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )
        line = self.process.stdout.readline()
        self.url = line.rpartition(" ")[2].strip()
        assert self.url.startswith("http://127.0.0.1:"), line
        self._client = httpx.Client(base_url=self.url, trust_env=False, timeout=30)

    def stop(self):
        """End the process."""
        self._client.close()
        self.process.terminate()
        self.process.wait(120)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def warm_python():
    """Return the socket of a Python that has the libraries and the package loaded, for the engine's commands."""
    with warmed(*PACKAGE) as socket:
        yield socket


def _command(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def vault():
    """Return the address of what keeps the key of every stack's secrets."""
    started = Vault()
    yield started.url
    started.stop()


@pytest.fixture(scope="session")
def environment(tmp_path_factory, warm_python, vault):
    """Return the environment of every command: the engine first on PATH, nothing of the developer's own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "engine" / "engine.py")], stdout=subprocess.PIPE, text=True, check=True
    )
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(OF_DEVELOPERS) and not name.lower().endswith("_proxy")
    }
    # Without compiled files every command would compile the SDK and gRPC anew, which takes longer than all the rest.
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    folders = [str(Path(sys.executable).parent), done.stdout.strip(), own.get("PATH", "")]
    home = tmp_path_factory.mktemp("pulumi-home")
    python = _command(
        home / "python", PYTHON.format(python=sys.executable, warm=warm.__file__, folder=home, socket=warm_python)
    )
    # The command of an installed package; here it is that of this checkout.
    (home / "native.py").write_text("from pulumi_serving.doors.native.main import main\n\nmain()\n")
    native = _command(
        home / "commands" / "pulumi-resource-serving", f'#!/bin/sh\nexec "{python}" "{home / "native.py"}" "$@"\n'
    )
    folders.insert(0, str(native.parent))
    return {
        **own,
        "PATH": os.pathsep.join(filter(None, folders)),
        "PULUMI_HOME": str(home),
        "PULUMI_PYTHON_CMD": str(python),
        "COLD_PYTHON": "" if hasattr(os, "pidfd_open") else "true",
        "VAULT_SERVER_URL": vault,
        "VAULT_SERVER_TOKEN": TOKEN,
        # A command lives so shortly that Go had better not collect what it leaves: that takes a tenth of its time.
        "GOGC": "off",
        "GOMEMLIMIT": "1GiB",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_OPTION_NON_INTERACTIVE": "true",
        "PULUMI_OPTION_COLOR": "never",
        "PULUMI_SERVING_POLL_SECONDS": str(POLL_SECONDS),
    }


@pytest.fixture(scope="session")
def template(environment, tmp_path_factory):
    """Return a fresh stack, to be copied."""
    made = Template(tmp_path_factory.mktemp("template") / "stack", environment)
    made.make()
    return made


@pytest.fixture(scope="session")
def _simulators():
    with contextlib.ExitStack() as stack:
        started = []

        def nth(number):
            while len(started) <= number:
                started.append(Simulator(ready_after=0.2))
                stack.callback(started[-1].stop)
            return started[number]

        yield nth


@pytest.fixture
def simulator(_simulators):
    """Return an empty simulator, in which things take 0.2 seconds."""
    one = _simulators(0)
    one.reset()
    return one


@pytest.fixture
def other_simulator(_simulators):
    """Return a second one, empty too."""
    one = _simulators(1)
    one.reset()
    return one


@pytest.fixture
def stack(template, simulator, tmp_path, request):
    """Return an empty stack whose config points at the simulator."""
    made = Stack(template, tmp_path / "stack", simulator.url)
    yield made
    made.end()
    request.node.user_properties.append((COMMANDS, len(made.commands)))


@pytest.fixture
def cold_python(stack):
    """Give each process of the stack's commands a Python of its own, as users have it: a test about processes."""
    stack.env["COLD_PYTHON"] = "true"


@pytest.fixture(params=CLOUDS)
def cloud(request):
    """Return each cloud in turn."""
    return CLOUDS[request.param]


@pytest.fixture
def native_config(stack, simulator):
    """Return the settings of all clouds for the native door, with their secrets encrypted."""

    def config(*clouds):
        found = {}
        for name in clouds or CLOUDS:
            data = CLOUDS[name].data
            settings = {**data.CONFIG, data.BASE_URL_KEY: simulator.url}
            found[f"serving:{name}"] = {
                key.partition(":")[2]: {"secure": stack.cipher(Secret(value))} if value in data.SECRETS else value
                for key, value in settings.items()
            }
        return found

    return config


@pytest.fixture(scope="session")
def hosts():
    """Return what gets the folder of a language host, building it where there is none."""
    tool = ROOT / "tools" / "engine" / "hosts.py"

    def get(language):
        done = subprocess.run([sys.executable, tool, language], stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout.strip()

    return cache(get)


@pytest.fixture
def yaml(stack, native_config, hosts):
    """Return a stack whose program is in YAML, and what writes it."""
    stack.env["PATH"] = os.pathsep.join(filter(None, (hosts("yaml"), stack.env["PATH"])))
    stack.config = native_config()

    def write(text):
        (stack.folder / "Pulumi.yaml").write_text(text.replace("name: serving-yaml", f"name: {PROJECT}"))

    stack.write = write
    return stack


@pytest.fixture(scope="session")
def node_modules():
    """Return the folder with what the example in TypeScript asks npm for, installed once for each list of that."""
    if shutil.which("npm") is None:
        pytest.skip("there is no npm")
    listed = (ROOT / "examples" / "typescript" / "package.json").read_text()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "pulumi-serving")
    folder = caches / f"npm-{hashlib.sha256(listed.encode()).hexdigest()[:10]}"
    caches.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # each worker of the tests asks for it
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "package.json").write_text(listed)
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
            (folder / "done").touch()
    return folder / "node_modules"


@pytest.fixture
def typescript(stack, native_config, hosts, node_modules):
    """Return a stack whose program is in TypeScript, beside the typed classes of the example, and what writes it."""
    stack.env["PATH"] = os.pathsep.join(filter(None, (hosts("node"), stack.env["PATH"])))
    stack.env["PULUMI_NODEJS_TRANSPILE_ONLY"] = "true"  # the compiler has its own tests
    stack.config = native_config()
    for name in ("serving.ts", "package.json", "tsconfig.json"):
        shutil.copy(ROOT / "examples" / "typescript" / name, stack.folder)
    (stack.folder / "node_modules").symlink_to(node_modules)
    (stack.folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: nodejs\n")
    stack.write = (stack.folder / "index.ts").write_text
    return stack


@pytest.fixture
def second_key():
    """Return the key of the second account, as a setting."""
    return Secret(SECOND_KEY)


@pytest.fixture
def kill():
    """Return what ends processes at once, by their ids."""
    return end_processes


@pytest.fixture
def secret():
    """Return what makes a secret setting of a value."""
    return Secret
