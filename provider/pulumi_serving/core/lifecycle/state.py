"""What the state records of a resource: composed from what was declared and what is live, and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.values import compare, extra, markers, schema
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.shown import as_shown
from pulumi_serving.core.values.state_keys import (
    ACCOUNT,
    CHANGED_AT,
    KEY,
    LOCATION,
    MARKS,
    NAMED_BY,
    OWNED,
    UNCONFIRMED,
)

if TYPE_CHECKING:
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live


def outputs(
    session: Session, inputs: Mapping[str, Any], live: Live | None, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """
    Return the outputs: what is live, in the user's own order and form where it agrees with what was declared.

    ``before`` are those that were recorded until now: some of them no later answer tells.
    """
    kind, before = session.kind, before or {}
    names = schema.fields(kind.args)
    outs = {name: inputs[name] for name in names if name in inputs}
    once = [name for name, field in schema.fields(kind.state).items() if field.marker(markers.Once)]
    outs |= {name: before[name] for name in once if name in before}
    outs[LOCATION] = session.settings.location
    outs[KEY] = session.settings.fingerprint
    if NAMED_BY in inputs:
        outs[NAMED_BY] = inputs[NAMED_BY]
    if live is None:
        return outs
    answer = getattr(live.values, "answer", {})
    if extra.NAME in outs:
        outs[extra.NAME] = as_shown(outs[extra.NAME], answer) or outs[extra.NAME]
    for name, there in live.values.items():
        value = compare.shown(names[name], outs.get(name), there) if name in names else there
        if name in outs and name in names and names[name].nested is not None:
            value = extra.kept(names[name].nested, outs[name], value, answer.get(name))
        agrees = name in outs and not any(compare.drift(kind.args, {name: outs[name]}, {name: value}))
        if isinstance(value, dict) and isinstance(outs.get(name), dict):
            outs[name] = {**outs[name], **value} if agrees else value
        elif not agrees and value not in compare.UNSET:
            outs[name] = value
        elif not agrees:
            outs.pop(name, None)
    owned = {OWNED: sorted(live.owned)} if live.owned else {}
    status = {"status": live.status} if isinstance(kind, Serves) else {}
    return {**outs, **status, ACCOUNT: live.account, **owned, **live.outputs}


def accepted(inputs: Mapping[str, Any], now: float) -> dict[str, Any]:
    """Return what is recorded besides of a create or an update that the cloud has accepted, at a Unix time."""
    moment = dt.datetime.fromtimestamp(now, dt.timezone.utc).isoformat(timespec="milliseconds")
    unconfirmed = {} if inputs.get("wait_until_ready", True) else {UNCONFIRMED: True}
    return {CHANGED_AT: moment.replace("+00:00", "Z"), **unconfirmed}


def matches_recorded_state(session: Session, live: Live, inputs: Mapping[str, Any], outs: Mapping[str, Any]) -> bool:
    """Tell whether a reading is of a ready resource, leaves out nothing, and would be recorded just as it is."""
    whole = not any(compare.unreported(session.kind.args, inputs, live.values))
    return (
        live.phase is Phase.READY
        and whole
        and _stored(outputs(session, inputs, live, outs))
        == _stored({name: value for name, value in outs.items() if name not in MARKS})
    )


def inputs_of(session: Session, live: Live) -> dict[str, Any]:
    """Return the inputs of a resource that nobody has declared yet: all that is live and set."""
    names = schema.fields(session.kind.args)
    values = {name: compare.shown(field, None, live.values.get(name)) for name, field in names.items()}
    inputs = {name: value for name, value in values.items() if value not in compare.UNSET}
    return {**inputs, NAMED_BY: "user", LOCATION: session.settings.location}


def _stored(value: Any) -> Any:
    """Return a value as it comes back from the state, where None vanishes and every number is a float."""
    if isinstance(value, Mapping):
        return {key: _stored(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_stored(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
