"""What every list of DataArts Fabric has around its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from pulumi_serving.core.http.lenient import Answer, number
from pulumi_serving.core.http.pages import readable

if TYPE_CHECKING:
    from pulumi_serving.core.http.reported import Reported


class Page(Answer):
    """
    A page of a list: how many match over all pages.

    The items may be missing where there are none. ``unreadable`` counts those that were passed over.
    """

    unreadable: int = 0
    total: Annotated[int, BeforeValidator(number), Field(ge=0)]


def one_by_one(kind: type[Reported], name: str, value: Any) -> Any:
    """Keep one odd item of a page's list from hiding all others; what is no list is no answer."""
    if not isinstance(value, dict) or value.get(name) is None:
        return {**value, name: []} if isinstance(value, dict) else value
    found, unreadable = readable(kind, value[name])
    return {**value, name: found, "unreadable": unreadable}
