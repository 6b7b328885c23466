"""What every list of DataArts Fabric has around its items."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from pulumi_serving.core.http.lenient import Answer, number


class Page(Answer):
    """
    A page of a list: how many match over all pages.

    The items may be missing where there are none. ``unreadable`` counts those that were passed over.
    """

    unreadable: int = 0
    total: Annotated[int, BeforeValidator(number), Field(ge=0)]
