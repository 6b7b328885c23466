"""What the state records of a resource besides what the user declared. These names are stored: they never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import compare, extra, schema
from .errors import GoneError
from .kind import Phase

if TYPE_CHECKING:
    from .account import Account
    from .kind import Live

PLACE = "place"
"""Where the resource lives; an input, so that a preview shows a move."""
NAMED_BY = "__named_by"
"""Whose the name is, ``user`` or ``provider``. Pulumi shows no property that starts with two underscores."""
ACCOUNT = "__account"
"""The account that owns the resource, where the API tells it."""
KEY = "__key"
"""The fingerprint of the key that last found the resource."""
SINCE = "__since"
"""When a create was sent whose outcome could not be told, in Unix seconds."""
CHANGED_AT = "changed_at"
"""When the cloud last accepted a create or an update of the resource: what waits for it sees that it must again."""
ADOPTED = "__adopted"
"""There where an endpoint was adopted: when, which tells this record of it from any other."""
UNPROVEN = "__unproven"
"""
There where a create or an update was accepted and nobody has seen that it ended well.

True, or for an update a mark of what was live before it, by the path of each field that it changes: see ``forms.py``.
"""
KEPT = "__kept"
"""Marks of the declared values that the cloud keeps in a form of its own: see ``forms.py``."""
OWNED = "__owned"
"""The arguments that something in the cloud, an autoscaler say, sets by itself."""

GONE = "gone"
"""The recorded status of what was never seen ready and is not there any more: only a replacement leaves it."""
MARKS = (CHANGED_AT, ADOPTED, UNPROVEN, KEPT)
"""What a reading alone does not tell."""


def is_internal(name: str) -> bool:
    """Tell whether a property is ours and no argument of the user's."""
    return name.startswith("__") or name in (PLACE, CHANGED_AT)


class Record:
    """Composes and interprets what is recorded of the resources of one account."""

    def __init__(self, account: Account, before: Mapping[str, Any] | None = None) -> None:
        """Take the account at which the resource was looked for, and the outputs that were recorded before."""
        self.account = account
        self.kind = account.kind
        self.before = before or {}

    def outs(self, inputs: Mapping[str, Any], live: Live | None) -> dict[str, Any]:
        """Return the outputs: what is live, in the user's own order and form where it agrees with what was declared."""
        names = schema.fields(self.kind.args)
        outs = {name: inputs[name] for name in names if name in inputs}
        once = [name for name, field in schema.fields(self.kind.state).items() if field.marker(schema.Once)]
        outs |= {name: self.before[name] for name in once if name in self.before}
        outs[PLACE] = self.account.settings.place
        outs[KEY] = self.account.settings.fingerprint
        if NAMED_BY in inputs:
            outs[NAMED_BY] = inputs[NAMED_BY]
        if live is None:
            return outs
        answer = getattr(live.values, "answer", {})
        if extra.NAME in outs:
            outs[extra.NAME] = extra.as_shown(outs[extra.NAME], answer) or outs[extra.NAME]
        for name, there in live.values.items():
            value = compare.shown(names[name], outs.get(name), there) if name in names else there
            if name in outs and name in names and names[name].nested is not None:
                value = extra.kept(names[name].nested, outs[name], value, answer.get(name))
            agrees = name in outs and not any(compare.drift(self.kind.args, {name: outs[name]}, {name: value}))
            if isinstance(value, dict) and isinstance(outs.get(name), dict):
                outs[name] = {**outs[name], **value} if agrees else value
            elif not agrees and value not in compare.UNSET:
                outs[name] = value
            elif not agrees:
                outs.pop(name, None)
        owned = {OWNED: sorted(live.owned)} if live.owned else {}
        return {**outs, "status": live.status, ACCOUNT: live.account, **owned, **live.outputs}

    def accepted(self, inputs: Mapping[str, Any], now: float) -> dict[str, Any]:
        """Return what is recorded besides of a create or an update that the cloud has accepted, at a Unix time."""
        moment = dt.datetime.fromtimestamp(now, dt.timezone.utc).isoformat(timespec="milliseconds")
        unproven = {} if inputs.get("wait_until_ready", True) else {UNPROVEN: True}
        return {CHANGED_AT: moment.replace("+00:00", "Z"), **unproven}

    def tells_nothing_new(self, live: Live, inputs: Mapping[str, Any], outs: Mapping[str, Any]) -> bool:
        """Tell whether a reading is of a ready resource, leaves out nothing, and would be recorded just as it is."""
        whole = not any(compare.untold(self.kind.args, inputs, live.values))
        return (
            live.phase is Phase.READY
            and whole
            and _stored(self.outs(inputs, live))
            == _stored({name: value for name, value in outs.items() if name not in MARKS})
        )

    def taken_over(self, live: Live) -> dict[str, Any]:
        """Return the inputs of a resource that nobody has declared yet: all that is live and set."""
        names = schema.fields(self.kind.args)
        values = {name: compare.shown(field, None, live.values.get(name)) for name, field in names.items()}
        inputs = {name: value for name, value in values.items() if value not in compare.UNSET}
        return {**inputs, NAMED_BY: "user", PLACE: self.account.settings.place}

    def confirm_same(self, id_: str, live: Live) -> None:
        """Raise if a resource is not the recorded one, but was made later, by somebody else, under the same id."""
        another = self.another(live)
        if another:
            raise GoneError(
                f"{self.kind.noun} {id_} is not the one that was made here: {another}. Nothing was changed. To manage "
                "this one from now on, run `pulumi refresh` first; to leave it alone, `pulumi state delete`"
            )

    def another(self, live: Live) -> str:
        """Return in words that a resource is not the recorded one, though it has its id; ``""`` if it is."""
        key = self.kind.identity
        recorded, there = (self.before.get(key), live.outputs.get(key)) if key else (None, None)
        if not recorded or not there or recorded == there:
            return ""
        return f"its {key} was {recorded} and is {there}, so it was deleted and made again outside of Pulumi"


def _stored(value: Any) -> Any:
    """Return a value as it comes back from the state, where None vanishes and every number is a float."""
    if isinstance(value, Mapping):
        return {key: _stored(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_stored(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
