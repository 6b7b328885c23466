"""
The real Pulumi engine against the real simulator, over loopback.

Each test has a stack of its own: a folder with a program, its settings and its state. What costs time is shared by all
tests of a process: the engine, one simulator, a home of Pulumi's, and a stack made once and copied.
"""

import contextlib
import fcntl
import hashlib
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import pytest
from tests.conftest import COMMANDS, data_of
from tests.harness import warm
from tests.harness.control import BASE, KEY, Control

from pulumi_serving.core.cloud.discovery import clouds, kind_of
from pulumi_serving.core.cloud.settings import snake_case
from pulumi_serving.core.values import schema

ROOT = Path(__file__).parents[2]
PROJECT = "tests"
STACK = "test"
SECOND_KEY = "sk-simulator-2"
WRONG_KEY = "sk-of-nobody-at-all"
PASSPHRASE = "correct-horse-battery-staple"
POLL_SECONDS = 0.3
LONGEST_COMMAND = 300.0
SHUT_DOWN = "Resource monitor has terminated, shutting down"
"""What Pulumi's SDK says of each run that fails on a CLI such as 3.274.1, whatever the program and its resources."""
OF_DEVELOPERS = ("PULUMI_", "PPIO_", "NOVITA_", "HUAWEICLOUD_", "ALIBABA_CLOUD_", "ALICLOUD_")
"""How variables begin that no command may inherit."""
DONE = {
    "created replacement": "replace",
    "deleted original": "replace",
    "created": "create",
    "updated": "update",
    "deleted": "delete",
    "replaced": "replace",
}
"""What the engine writes on the row of a resource that it has done something to: the operation."""
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

NATIVE_MISTAKES = [
    "envs[1].key: is there twice; the keys of envs must be unique",
    "healthCheck.port: must be 1 or more, not 0",
    "ports[0]: must be 65535 or less, not 80000",
    "type: must not be empty",
    "workerConfig.minReplicas: must not be more than maxReplicas, 3, but is 4",
]
"""What a preview says of the same five mistakes, whichever language makes them."""

# Clouds


@dataclass(frozen=True)
class Cloud:
    """
    What the tests that every cloud passes need of one: how programs name its resource, and what they see in an account.

    The rest is what the contract tests use too: the settings of the simulator's two accounts, and a small endpoint.
    """

    name: str

    @property
    def resource(self):
        """How programs name its resource."""
        return f"{self.name}.{kind_of(self.name).args.__name__.removesuffix('Args')}"

    @property
    def accounts(self):
        """The data of its accounts."""
        return importlib.import_module(f"pulumi_serving.{self.name}.testing")

    @property
    def package(self):
        """The cloud's package."""
        return importlib.import_module(f"pulumi_serving.{self.name}")

    @property
    def data(self):
        """The data of the contract tests."""
        return data_of(kind_of(self.name))

    @property
    def names_are_found_by(self):
        """The operation that tells whether a name is taken."""
        return getattr(self.data, "LOOK_UP", "list")

    def ledger_id(self, resource):
        """Return what the simulator calls a resource of the state."""
        return {**resource["outputs"], "id": resource["id"]}[getattr(self.data, "LEDGER_ID", "id")]

    @property
    def prelude(self):
        """What its programs begin with."""
        base = BASE if self.name == "ppio" else self.data.CREATE
        return (
            "import pulumi\nfrom pulumi import CustomTimeouts, ResourceOptions\n"
            f"from pulumi_serving import {self.name}\n\nBASE = {base!r}\n"
        )

    def settings(self, url, **changes):
        """Return the stack's config of the first account; what is secret of it is encrypted."""
        values = {**self.data.CONFIG, **changes}
        secret = schema.secret_fields(self.package.Provider._args)
        return {
            self.data.BASE_URL_KEY: url,
            **{key: Secret(value) if _argument(key) in secret else value for key, value in values.items()},
        }

    def provider(self, name, url, settings):
        """Return how a program writes an explicit provider."""
        values = {**self.data.CONFIG, **settings, self.data.BASE_URL_KEY: url}
        given = ", ".join(f"{_argument(key)}={value!r}" for key, value in values.items())
        return f"{self.name}.Provider({name!r}, {given})"


def _argument(key):
    return snake_case(key.partition(":")[2])


CLOUDS = {name: Cloud(name) for name in clouds()}
"""Each passes the tests that take ``cloud``."""
HIDDEN = tuple({KEY, WRONG_KEY, PASSPHRASE}.union(*(cloud.data.SECRETS for cloud in CLOUDS.values())))
"""What no command may show."""

# Processes


def descendants(pid):
    """Return the ids of all processes below one, the nearest first."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children = {}
    for line in listing.splitlines():
        child, parent = line.split()
        children.setdefault(int(parent), []).append(int(child))
    found = list(children.get(pid, []))
    for below in found:  # grows while it is read
        found += children.get(below, [])
    return found


def command_line(pid):
    """Return a process's command line; empty if it is gone."""
    done = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def end_processes(*pids):
    """End processes at once; those that are gone are fine."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class Done:
    """A finished command of the engine."""

    args: tuple[str, ...]
    code: int
    out: str
    seconds: float

    def __str__(self):
        """Show what a failing test needs."""
        return f"pulumi {' '.join(self.args)} -> {self.code} after {self.seconds:.1f} s\n{self.out}"

    def succeeded(self):
        """Assert success, and return this."""
        assert self.code == 0, str(self)
        return self

    def failed(self):
        """Assert failure, and return this."""
        assert self.code not in (0, None), str(self)
        return self

    def lines(self, *words):
        """Return the lines that hold all these words."""
        return [line.strip() for line in self.out.splitlines() if all(word in line for word in words)]

    @property
    def diagnostics(self):
        """What the engine says at the end, by the logical name of the resource: a list of lines for each."""
        found = {}
        name = None
        for line in self.out.partition("Diagnostics:\n")[2].splitlines():
            header = re.fullmatch(r"  \S+ \((.+)\):", line)
            if header:
                name = header[1]
                found[name] = []
            elif name and line.startswith("    ") and SHUT_DOWN not in line:
                found[name].append(line.strip())
            elif line and not line.startswith(" "):
                break
        return {name: lines for name, lines in found.items() if any(lines)}

    @property
    def touched(self):
        """What it has done, by the logical name of each resource that it has touched; a component has no such row."""
        found = {}
        for line in self.out.splitlines():
            row = re.match(rf" *(?:[-+~]|\+\+|\+-|--) +\S+ (\S+) ({'|'.join(DONE)})\b", line)
            if row:
                found.setdefault(row[1], set()).add(DONE[row[2]])
        return found

    def problems(self, name):
        """Return what is wrong with the arguments of a resource, without what the engine puts before it."""
        before = re.compile(r"error: \S+ resource '(.+)' has a problem: ")
        lines = [line for line in self.diagnostics.get(name, []) if line.startswith("error: ")]
        assert all(before.match(line) and before.match(line)[1] == name for line in lines), str(self)
        return [before.sub("", line) for line in lines]

    def errors(self, name):
        """
        Return the errors of a resource, each once.

        The engine makes a list of those of a resource that is there and not ready, and tells those of a refresh twice.
        """
        found = []
        for line in self.diagnostics.get(name, []):
            if line.startswith("* "):
                found.append(line.removeprefix("* "))
            elif line.startswith("error: ") and not line.endswith(" occurred:"):
                found.append(line.removeprefix("error: "))
        return list(dict.fromkeys(found))


class Command:
    """A running command of the engine."""

    def __init__(self, args, log, env, cwd):
        self.args = args
        self._log = log
        self._started = time.monotonic()
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                ["pulumi", *args],
                stdout=sink,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=env,
                cwd=cwd,
                start_new_session=True,
                executable=shutil.which("pulumi", path=env["PATH"]),
            )

    @property
    def pid(self):
        """The CLI's process id."""
        return self.process.pid

    @property
    def text(self):
        """What it has printed so far."""
        return self._log.read_text(errors="replace")

    def plugins(self):
        """Return the ids of the processes that run our provider for this command."""
        return [pid for pid in descendants(self.pid) if "-m pulumi.dynamic" in command_line(pid) and not _is_shell(pid)]

    def descendants(self):
        """Return the ids of all processes that it has started."""
        return descendants(self.pid)

    def interrupt(self):
        """Send what Ctrl-C sends."""
        self.process.send_signal(signal.SIGINT)

    def wait_for(self, words, seconds=LONGEST_COMMAND, *, times=1):
        """
        Wait until it has said these words so many times.

        A test that measures time asks for these, not for the end: after a failed run the engine leaves the program's
        own process waiting for an answer, and may end it five seconds later only, whatever the provider.
        """
        end = time.monotonic() + seconds
        while self.text.count(words) < times:
            if time.monotonic() > end:
                pytest.fail(f"it has not said {words!r} {times} times within {seconds:g} s:\n{self.text}")
            time.sleep(0.02)

    def finish(self, seconds=LONGEST_COMMAND):
        """Wait for the end. No error that a user meets may show a traceback, and no command may show a key."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.end()
            pytest.fail(f"pulumi {' '.join(self.args)} did not end within {seconds:g} s:\n{self.text}")
        done = Done(self.args, code, self.text, time.monotonic() - self._started)
        assert "Traceback" not in done.out, str(done)
        for key in HIDDEN:
            assert key not in done.out, str(done)
        return done

    def end(self):
        """End it and all its descendants."""
        if self.process.poll() is None:
            end_processes(*descendants(self.pid), self.pid)
            self.process.wait()


def _is_shell(pid):
    return command_line(pid).startswith(("/bin/sh", "sh ", "/bin/bash", "bash "))


# The simulated clouds


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


# Stacks


@dataclass
class Secret:
    """A value of the stack's config that is stored encrypted."""

    value: str


def _is_secret(value):
    return isinstance(value, Secret)


@dataclass
class Template:
    """A fresh stack, to be copied; secrets that it has encrypted are good for every copy."""

    folder: Path
    env: dict[str, str]
    ciphers: dict[str, str] = field(default_factory=dict)
    salt: str = ""

    def make(self):
        """Make it with two commands."""
        self.folder.mkdir()
        (self.folder / "state").mkdir()
        (self.folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
        self.run("stack", "init", STACK)
        keys = {value.value for cloud in CLOUDS.values() for value in cloud.settings("").values() if _is_secret(value)}
        self.encrypt(*sorted({KEY, SECOND_KEY, WRONG_KEY} | keys))

    def run(self, *args):
        """Run a quick command."""
        env = {**self.env, "PULUMI_BACKEND_URL": f"file://{self.folder / 'state'}"}
        return Command(args, self.folder / "log.txt", env, self.folder).finish().succeeded()

    def encrypt(self, *values):
        """Encrypt values with the CLI."""
        names = {f"secret:v{len(self.ciphers) + number}": value for number, value in enumerate(values)}
        pairs = [word for name, value in names.items() for word in ("--secret", f"{name}={value}")]
        self.run("config", "set-all", *pairs, "--stack", STACK)
        lines = (self.folder / f"Pulumi.{STACK}.yaml").read_text().splitlines()
        for index, line in enumerate(lines):
            if line.startswith("encryptionsalt: "):
                self.salt = line.partition(" ")[2]
            name = line.strip().rstrip(":")
            if name in names:
                self.ciphers[names[name]] = lines[index + 1].strip().removeprefix("secure: ")

    def cipher(self, value):
        """Return a value encrypted."""
        if value not in self.ciphers:
            self.encrypt(value)
        return self.ciphers[value]


class Stack:
    """A stack of a test's own."""

    def __init__(self, template, folder, url):
        self._template = template
        self._url = url
        self.folder = folder
        self.commands = []
        self.left = []
        self.env = {**template.env, "PULUMI_BACKEND_URL": f"file://{folder / 'state'}"}
        shutil.copytree(template.folder, folder, ignore=shutil.ignore_patterns("log*.txt"))
        self.use(CLOUDS["ppio"])

    def use(self, cloud):
        """Let programs and config be those of a cloud; without this they are PPIO's."""
        self._prelude = cloud.prelude
        self.config = cloud.settings(self._url)

    def program(self, body):
        """Write the program; it begins with the imports and ``BASE``, the arguments that an endpoint needs."""
        (self.folder / "__main__.py").write_text(self._prelude + textwrap.dedent(body))

    def start(self, *args, **env):
        """Start a command of the CLI with the present config."""
        config = {
            name: {"secure": self._template.cipher(value.value)} if _is_secret(value) else value
            for name, value in self.config.items()
        }
        settings = {"encryptionsalt": self._template.salt, "config": config}
        (self.folder / f"Pulumi.{STACK}.yaml").write_text(json.dumps(settings))  # JSON is YAML
        log = self.folder / f"log{len(self.commands)}.txt"
        command = Command((*args, "--stack", STACK), log, {**self.env, **env}, self.folder)
        self.commands.append(command)
        return command

    def cipher(self, secret):
        """Return a secret as it stands encrypted in the stack's file."""
        return self._template.cipher(secret.value)

    def run(self, *args, **env):
        """Run a command to its end."""
        return self.start(*args, **env).finish()

    def previewed_up(self, *args, **env):
        """``pulumi up`` with the preview before it; with ``--diff`` that shows the properties, and no rows come."""
        return self.run("up", "--yes", *args, **env)

    def start_up(self, *args, **env):
        """Start ``pulumi up`` without a preview before it."""
        return self.start("up", "--yes", "--skip-preview", *args, **env)

    def up(self, *args, **env):
        """``pulumi up`` without a preview before it."""
        return self.start_up(*args, **env).finish()

    def preview(self, *args, **env):
        """``pulumi preview``, which shows the properties that change."""
        return self.run("preview", "--diff", *args, **env)

    def export(self):
        """Return what ``pulumi stack export`` prints."""
        return self.run("stack", "export").succeeded().out

    def refresh(self, *args, **env):
        """``pulumi refresh``."""
        return self.run("refresh", "--yes", "--skip-preview", *args, **env)

    def destroy(self, *args, **env):
        """``pulumi destroy`` without a preview before it."""
        return self.run("destroy", "--yes", "--skip-preview", *args, **env)

    def unchanged(self):
        """Assert that a preview has nothing to do."""
        return self.run("preview", "--expect-no-changes").succeeded()

    @property
    def state(self):
        """The state as the backend holds it: secrets are encrypted."""
        file = self.folder / "state" / ".pulumi" / "stacks" / PROJECT / f"{STACK}.json"
        return json.loads(file.read_text())["checkpoint"]["latest"] or {}

    @property
    def resources(self):
        """The endpoints of the state by their logical names; what waits to be deleted is left out."""
        return {
            resource["urn"].rpartition("::")[2]: resource
            for resource in self.state.get("resources", [])
            if re.search(r"dynamic/serving/(?!index:)|^serving:(?!index:)", resource["type"])
            and not resource.get("delete")
        }

    @property
    def waits(self):
        """The waits for many endpoints of the state, by their logical names."""
        return {
            resource["urn"].rpartition("::")[2]: resource
            for resource in self.state.get("resources", [])
            if resource["type"].endswith(":Readiness")
        }

    def touched(self):
        """Return what a preview would do, by the logical name of each resource that it would touch."""
        steps = json.loads(self.run("preview", "--json").succeeded().out)["steps"]
        found = {}
        for step in steps:
            if step["op"] not in ("same", "read"):
                found.setdefault(step["urn"].rpartition("::")[2], set()).add(step["op"])
        return found

    @property
    def pending(self):
        """The operations of which the engine does not know how they ended."""
        return self.state.get("pending_operations") or []

    @property
    def outputs(self):
        """What the program exports."""
        return next(
            resource.get("outputs", {})
            for resource in self.state["resources"]
            if resource["type"] == "pulumi:pulumi:Stack"
        )

    def end(self):
        """End what is still running, by its process id."""
        for command in self.commands:
            command.end()
        end_processes(*self.left)


@pytest.fixture(scope="session")
def warm_python():
    """Return the socket of a Python that has the libraries loaded, for the commands of the engine."""
    with tempfile.TemporaryDirectory() as folder:  # the name of a socket must be short
        socket = str(Path(folder) / "warm")
        command = [sys.executable, warm.__file__, "serve", socket]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            yield socket
            process.stdin.close()


def _command(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def environment(tmp_path_factory, warm_python):
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
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
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
