"""What is read of a resource that no program declares yet: ``pulumi import``, and ``get``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.compare import UNSET
from pulumi_serving.core.values.markers import Default, Filled

if TYPE_CHECKING:
    from collections.abc import Mapping


def without_defaults(args: Any, inputs: Mapping[str, Any], id_: str | None = None) -> dict[str, Any]:
    """
    Return arguments without those that are unset, or say what holds anyway: to write them out changes nothing.

    ``id_``: what a cloud fills in with a resource's own id is left out, too: it would be wrong for a successor.
    """
    fields = schema.fields(args)
    found: dict[str, Any] = {}
    for name, value in inputs.items():
        field = fields.get(name)
        default = field.marker(Default) if field else None
        if (value in UNSET and not (field and field.required)) or (default is not None and value == default.value):
            continue
        if field is not None and field.marker(Filled) and value == id_:
            continue
        if field is not None and field.nested is not None and isinstance(value, dict):
            found[name] = without_defaults(field.nested, value)
        elif field is not None and field.nested is not None and isinstance(value, list):
            found[name] = [without_defaults(field.nested, item) if isinstance(item, dict) else item for item in value]
        else:
            found[name] = value
    return found
