"""What the verbs of one kind of resource share: settings, secrets, warnings, and finding what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.values import marks, schema
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN, check_id
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import (
    LOCATION,
)

from . import find
from .verbs import Verbs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.names import Namer
    from pulumi_serving.core.cloud.session import Runtime, Session
    from pulumi_serving.core.cloud.settings import Settings
    from pulumi_serving.core.values.forms import Forms
    from pulumi_serving.core.values.live import Live


log = get_logger("pulumi_serving")

READ_SECONDS = 120.0


class KindVerbs(Verbs):
    """The verbs of one kind, without the verbs themselves."""

    def __init__(self, kind: Kind[Any, Any], runtime: Runtime, given: Mapping[str, str], namer: Namer) -> None:
        """Take the kind besides; ``namer`` remembers the names that this run gives."""
        super().__init__(runtime, given)
        self.kind = kind
        self.namer = namer

    def learn_secrets(self, call: Call, bags: Sequence[Mapping[str, Any]]) -> None:
        """Take what the user marked, what is declared secret, and the credentials; inputs and outputs, old and new."""
        kind, redactor = self.kind, call.redactor
        bags = [*bags, call.recorded_inputs or {}, call.recorded_outputs]
        paths = [path for bag in bags for path in marks.paths(bag)]
        redactor.know(
            harmless=(kind.noun, kind.cloud, *schema.vocabulary(kind.args), *schema.vocabulary(kind.state)),
            words=("status", *schema.messages(kind.state)),
            kept=(LOCATION, *schema.fields(kind.args), *schema.secret_fields(kind.state)),
            outputs=(str(name) for name, *deeper in paths if not deeper and name not in schema.fields(kind.args)),
            within=kind.secret_texts,
        )
        self.learn_credentials(call, kind)
        for bag in bags:
            redactor.add(marks.values(bag, paths))
            redactor.add(kind.secret_texts(bag), marked=False)
            redactor.learn(bag)
        self.runtime.redactors[call.urn] = redactor

    def _warn_once(self, call: Call, text: str) -> None:
        if (call.urn, text) not in self.runtime.warned:  # check is called more than once for a replacement
            self.runtime.warned.add((call.urn, text))
            call.warning(text)

    def _warn_of_forms(self, call: Call, forms: Forms, found: Sequence[tuple[str, Any, Any]]) -> None:
        if found:
            call.warning(forms.words(self.kind.cloud, found))

    def _owned_words(self, names: Sequence[str]) -> str:
        return (
            f"{', '.join(names)}: an autoscaler or a timetable of {self.kind.cloud} sets this by itself, so the change "
            "is not sent. Its own limits are to be changed where it was set up; once it is switched off there, an "
            "update sends what is declared"
        )

    def _find(
        self,
        session: Session,
        id_: str,
        props: Mapping[str, Any],
        operation: Operation,
        *,
        get: Callable[[str, Operation], Live | None] | None = None,
    ) -> Live | None:
        """
        Read a resource by its recorded id, or by its name where the id could not be learnt; None if it is gone.

        ``get`` is another way to read it by its id than by itself.
        """
        check_id(self.kind.noun, id_)
        configured = self._settings().location
        if id_.startswith(OUTCOME_UNKNOWN):
            return find.find_lost_create(
                session, id_.removeprefix(OUTCOME_UNKNOWN), props, operation, configured=configured
            )
        return find.find(session, id_, props, operation, get=get, configured=configured)

    def _settings(self) -> Settings:
        return self.settings_of(self.kind)

    def _session(self, recorded: Mapping[str, Any]) -> Session:
        return self.session_of(self.kind, recorded)

    def _operation(self, call: Call, verb: str, seconds: float) -> Operation:
        return Operation(verb, call.timeout or seconds, self.runtime.clock, call)
