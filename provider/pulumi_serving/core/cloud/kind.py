"""
What a cloud supplies for one kind of resource: data, pure mappings, and one call of its client per verb.

Nothing here knows ``pulumi.dynamic``; the six verbs are in ``lifecycle`` once for all clouds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pulumi_serving.core.values import compare, schema

from .settings import config_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import httpx

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.core.values.live import Limits, Live
    from pulumi_serving.core.values.schema import FieldSpec
    from pulumi_serving.core.values.validate import Problem

    from .names import NameForm
    from .settings import Settings, Source

SettingsT = TypeVar("SettingsT", bound="Settings")
ClientT = TypeVar("ClientT")


class Kind(ABC, Generic[SettingsT, ClientT]):
    """One kind of resource of one cloud. What not all of them can do is in ``abilities.py``."""

    cloud: ClassVar[str]
    """The cloud's name: the package's folder."""
    namespace: ClassVar[str] = ""
    """The namespace of its config keys, if it is not the cloud's name: another provider of that cloud may have it."""
    provider_args: ClassVar[Any]
    """The ``...Args`` that declares the cloud's settings: the arguments of its explicit provider, and config keys."""
    noun: ClassVar[str]
    """What the cloud calls such a resource, in lower case."""
    args: ClassVar[Any]
    """The ``...Args`` that declares its arguments."""
    state: ClassVar[Any]
    """The ``...State`` that declares its further outputs."""
    location_words: ClassVar[str]
    """What the output ``location`` is made of, for the docs."""
    limits: ClassVar[Limits]
    names: ClassVar[NameForm]
    unique_names: ClassVar[bool] = False
    """Whether the cloud refuses a second resource of a name; one that is being deleted still holds it."""
    identity: ClassVar[str] = ""
    """The output that tells a resource from one made later under the same id; empty if no id is ever used again."""
    id_words: ClassVar[str] = "the one that the cloud gave it"
    """What the ids look like, for the docs."""
    delete_attempts: ClassVar[int] = 1
    """How often in all a deletion is asked for that the cloud took and then reports as failed."""
    updates_whole: ClassVar[bool] = True
    """Whether an update sends all that is declared; else it sends what changes, and what is absent stays."""

    @property
    def config_keys(self) -> tuple[str, ...]:
        """The config keys of the cloud's settings, without their namespace."""
        return tuple(map(config_key, schema.fields(self.provider_args)))

    @abstractmethod
    def settings(self, source: Source) -> SettingsT:
        """Find the settings; a ConfigError says what to set."""

    @abstractmethod
    def at(self, settings: SettingsT, location: str) -> SettingsT:
        """Return the same credentials, pointed at the location where a resource was recorded."""

    def location(self, settings: SettingsT, args: Mapping[str, Any]) -> str:
        """Return where a resource of these arguments lives; a ConfigError says what to set."""
        _ = args
        return settings.location

    def is_same_location(self, one: str, other: str) -> bool:
        """Tell whether two locations are one, by whatever name: else a resource that is recorded there is replaced."""
        return one == other

    def names_collide(self, one: str, other: str, *, same_account: bool) -> bool:
        """Tell whether a name of one location is taken in another, where the accounts are one or not."""
        return same_account and self.is_same_location(one, other)

    @abstractmethod
    def connect(self, settings: SettingsT, http: httpx.BaseTransport | None, clock: Clock) -> Any:
        """Connect to one account, for all kinds of the cloud at once; ``clock`` dates signatures and tokens."""

    @abstractmethod
    def calls(self, connection: Any) -> ClientT:
        """Return the calls of this kind over the connection: what the methods below are given as their client."""

    def secret_texts(self, args: Mapping[str, Any]) -> set[str]:
        """Return the texts and numbers of arguments that may be secret without a mark of the user's."""
        return schema.secret_texts(self.args, args)

    def rules(self, args: Mapping[str, Any]) -> Iterable[Problem]:
        """Return what is wrong or doubtful across fields; fields not yet known are unknown objects."""
        _ = args
        return ()

    def label(self, args: Mapping[str, Any]) -> str:
        """Return what a resource is known by as long as its id is not: the ``name`` of what is read, too."""
        return str(args["name"])

    @abstractmethod
    def create(self, client: ClientT, args: Mapping[str, Any], operation: Operation) -> str | Live | None:
        """
        Send the create once and return the id, or the resource as far as the answer tells of it.

        None where the API's answers tell no id: it is then looked for in the list.
        """

    @abstractmethod
    def get(self, client: ClientT, id_: str, operation: Operation) -> Live:
        """Read one resource; NotFoundError only when it is gone."""

    @abstractmethod
    def list(self, client: ClientT, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all of the account's resources, or at least all of this name."""

    @abstractmethod
    def update(self, client: ClientT, live: Live, changes: Changes, operation: Operation) -> None:
        """
        Send what changes, and what the API wants besides: its ``target`` is the whole configuration.

        A NotReadyError means that nothing was sent.
        """

    @abstractmethod
    def delete(self, client: ClientT, id_: str, operation: Operation) -> None:
        """Ask for the deletion; NotFoundError when it is gone already."""

    @abstractmethod
    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Tell whether a resource of the same name may be what this create has made, by what an answer has of it."""

    def replaces(
        self, changed: Sequence[FieldSpec], removed: Sequence[str], olds: Mapping[str, Any], news: Mapping[str, Any]
    ) -> Sequence[str]:
        """
        Return which of the changed arguments can't change in place.

        ``removed`` are the paths of those that the user has taken away. Unless a cloud has a closer rule, it is those
        that are declared so.
        """
        _ = removed
        return compare.replacing(changed, olds, news)

    def explain(self, client: ClientT, live: Live, operation: Operation) -> str:
        """Fetch what the cloud tells besides the status of why a resource is not ready; ``""`` for nothing."""
        _ = client, live, operation
        return ""

    def deletion_failed(self, status: str) -> bool:
        """Tell whether a status says that a deletion has failed, so that waiting for it is in vain."""
        _ = status
        return False

    def must_replace(self, status: str) -> bool:
        """Tell whether a recorded status is one that only a replacement leaves."""
        _ = status
        return False

    def cannot_heal(self, live: Live) -> str:
        """Return, of one that an update can't heal and that need not be replaced, why, and what to do; else ``""``."""
        _ = live
        return ""

    def cannot_clear(self, args: Mapping[str, Any], removed: Sequence[str]) -> Sequence[str]:
        """Return which removed arguments the API has no way to clear, so that they keep their value."""
        _ = args, removed
        return ()
