"""A stack of a test's own: a folder with its program, its settings and its state."""

import json
import re
import shutil
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.control import KEY
from tests.harness.vault import PROVIDER

from .clouds import CLOUDS, SECOND_KEY, WRONG_KEY, Secret
from .command import Command, end_processes

PROJECT = "tests"
STACK = "test"


def _is_secret(value):
    return isinstance(value, Secret)


@dataclass
class Template:
    """A fresh stack, to be copied; secrets that it has encrypted are good for every copy."""

    folder: Path
    env: dict[str, str]
    ciphers: dict[str, str] = field(default_factory=dict)
    key: str = ""
    """What the stack's file has of the key that encrypts its secrets."""

    def make(self):
        """Make it with two commands."""
        self.folder.mkdir()
        (self.folder / "state").mkdir()
        (self.folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
        self.run("stack", "init", STACK, "--secrets-provider", PROVIDER)
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
            if line.startswith("encryptedkey: "):
                self.key = line.partition(" ")[2]
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
        settings = {"secretsprovider": PROVIDER, "encryptedkey": self._template.key, "config": config}
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
    def files(self):
        """The files of the state as the backend holds it, the state itself first; the others say what kind of file."""
        folder = self.folder / "state" / ".pulumi" / "stacks" / PROJECT
        return [folder / f"{STACK}.json", folder / f"{STACK}.json.attrs"]

    @property
    def state(self):
        """The state as the backend holds it: secrets are encrypted."""
        return json.loads(self.files[0].read_text())["checkpoint"]["latest"] or {}

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
