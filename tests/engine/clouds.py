"""What programs and stacks of the tests need of each cloud, and what no command may show."""

import importlib
from dataclasses import dataclass

from tests.conftest import data_of
from tests.harness.control import BASE, KEY
from tests.harness.vault import TOKEN

from pulumi_serving.core.cloud.discovery import clouds, kind_of
from pulumi_serving.core.cloud.settings import snake_case
from pulumi_serving.core.values import schema

SECOND_KEY = "sk-simulator-2"
WRONG_KEY = "sk-of-nobody-at-all"


@dataclass
class Secret:
    """A value of the stack's config that is stored encrypted."""

    value: str


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
HIDDEN = tuple({KEY, WRONG_KEY, TOKEN}.union(*(cloud.data.SECRETS for cloud in CLOUDS.values())))
"""What no command may show."""
