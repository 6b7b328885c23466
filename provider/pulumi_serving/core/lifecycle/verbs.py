"""What answers the engine, whatever it provides: its settings, the accounts, and errors of one line."""

from __future__ import annotations

import functools
import traceback
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar

from pulumi_serving.core.calls.call import CallFailure
from pulumi_serving.core.calls.results import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ConfigError, ServingError
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import LOCATION, with_present_names
from pulumi_serving.core.values.text import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.session import Runtime, Session
    from pulumi_serving.core.cloud.settings import Settings

log = get_logger("pulumi_serving")

ResultT = TypeVar("ResultT")


def clean_errors(verb: Callable[..., ResultT]) -> Callable[..., ResultT]:
    """
    Let the user read one line where a verb fails.

    What the call tells, and the outputs that it stores, pass its redactor, which learns here what is secret.
    """

    @functools.wraps(verb)
    def run(self: Verbs, call: Call, *arguments: Any) -> ResultT:
        try:
            arguments = _present(verb.__name__, arguments)
            self.learn_secrets(call, [item for item in arguments if isinstance(item, dict)])
            return _stored(call, verb(self, call, *arguments))
        except CallFailure:
            raise
        except ServingError as error:
            self._learn_of_others(call)
            raise call.failure(str(error)) from None
        except Exception as error:  # noqa: BLE001 - the host would print a traceback
            raise call.failure(reason_of(verb.__name__, error)) from None

    return run


def _present(verb: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give what older states call otherwise its present name; what check is given as new, the user has written."""
    count = 1 if verb == "check" else len(arguments)
    return tuple(
        with_present_names(argument) if index < count and isinstance(argument, dict) else argument
        for index, argument in enumerate(arguments)
    )


def _stored(call: Call, result: ResultT) -> ResultT:
    """Return what a verb has found in the form in which it may be stored, and can be."""
    if isinstance(result, (CreateResult, ReadResult, UpdateResult)) and result.outs:
        result.outs = encodable(call.redactor.outputs(result.outs))
    if isinstance(result, ReadResult) and result.inputs:
        result.inputs = encodable(result.inputs)
    return result


def reason_of(verb: str, error: Exception) -> str:
    """Return the line that a user reads for an error, this package's own or not."""
    if isinstance(error, ServingError):
        return str(error)
    # Without the exception's own text, which may quote a value.
    log.debug("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    frame = traceback.extract_tb(error.__traceback__)[-1]
    location = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    return (
        f"{verb}: an error inside pulumi-serving ({type(error).__name__} at {location}). "
        "Please report it; PULUMI_SERVING_LOG=debug prints more"
    )


class Verbs(ABC):
    """The six verbs of one provider instance."""

    source: type[Source] = Source
    """How the settings are found in what the instance was given; a door has its own names of them."""

    def __init__(self, runtime: Runtime, given: Mapping[str, str]) -> None:
        """Take what the process has, and the settings that the instance was given."""
        self.runtime = runtime
        self._given = given

    @abstractmethod
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Find every mistake in the inputs."""

    @abstractmethod
    def diff(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Compare what was declared with what is declared now."""

    @abstractmethod
    def create(self, call: Call, props: dict[str, Any]) -> CreateResult:
        """Make the resource."""

    @abstractmethod
    def read(self, call: Call, id_: str, props: dict[str, Any]) -> ReadResult:
        """Report what is live."""

    @abstractmethod
    def update(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Bring what is live to what is declared."""

    @abstractmethod
    def delete(self, call: Call, id_: str, props: dict[str, Any]) -> None:
        """Delete the resource."""

    @abstractmethod
    def learn_secrets(self, call: Call, bags: Sequence[Mapping[str, Any]]) -> None:
        """Let a call's redactor know what is secret in the bags of inputs and outputs that the engine sent."""

    def _learn_of_others(self, call: Call) -> None:
        """Let a call that fails know what is surely secret in the run's other resources: a cloud may speak of those."""
        for redactor in list(self.runtime.redactors.values()):
            call.redactor.add(redactor.marked())

    def learn_credentials(self, call: Call, kind: Kind[Any, Any]) -> None:
        """Let a call's redactor know the credentials, and the location, which is none."""
        try:
            settings = self.settings_of(kind)
        except ConfigError:  # told by the verb itself, without a value
            return
        call.redactor.know(harmless=settings.location.split())
        call.redactor.add(settings.secrets)

    def settings_of(self, kind: Kind[Any, Any]) -> Settings:
        """Return the settings of this provider instance for a kind of resource."""
        settings: Settings = kind.settings(self.source(kind.cloud, self._given, self.runtime.environ, kind.namespace))
        return settings

    def session_of(self, kind: Kind[Any, Any], recorded: Mapping[str, Any]) -> Session:
        """Return the account at the location where a resource was recorded, with the configured credentials."""
        settings = self.settings_of(kind)
        location = recorded.get(LOCATION)
        location = location if isinstance(location, str) and location else kind.location(settings, recorded)
        if location != settings.location:
            settings = kind.at(settings, location)
        return self.runtime.session(kind, settings)

    def record_not_ready(
        self, call: Call, id_: str, outs: Mapping[str, Any], inputs: Mapping[str, Any], *reasons: str
    ) -> None:
        """Record the resource and why it is not ready. Returns only where the door has no way to say so."""
        self._learn_of_others(call)
        failure = call.not_ready(id_, outs, inputs, reasons)
        if failure is not None:
            raise failure
        for reason in reasons:
            call.warning(reason)
