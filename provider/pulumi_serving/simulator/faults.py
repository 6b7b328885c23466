"""Faults that a test or a demo orders: the next matching requests are refused, delayed, lose or change their answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class Fault:
    """A rule for the next `times` requests of a cloud and an operation; what is left out matches any.

    `matching` is a text that the path must contain; the first `after` matching requests are left alone.

    With `status`, `body` or `raw` the answer is this one; with `status` and `code` it is the cloud's own for that code.
    With `drop` the real answer is lost, before the request has taken effect or after; if there is an answer too, a
    gateway gives that one in its place, else the connection closes without any. `delay_s` passes before the request
    takes effect, and after it with `drop` = `after`. `headers` go with any answer.

    The rest happens to the answer on its way, be it the real one or the rule's. Its JSON is changed by the merge patch
    `replace`, and each object of its lists by `replace_items`; `as_xml` writes it as XML. `pad_bytes` blanks follow it,
    the connection breaks after `truncate` bytes, and each byte takes `drip_s`.
    """

    cloud: str | None = None
    operation: str | None = None
    times: int = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    code: str | None = None
    delay_s: float = 0.0
    drop: Literal["before", "after"] | None = None
    matching: str | None = None
    after: int = 0
    raw: str | None = None
    replace: dict[str, Any] | None = None
    replace_items: dict[str, Any] | None = None
    as_xml: bool = False
    pad_bytes: int = 0
    truncate: int | None = None
    drip_s: float = 0.0

    @property
    def has_answer(self) -> bool:
        """Whether the rule itself says what is answered."""
        return self.status is not None or self.body is not None or self.raw is not None

    @property
    def takes_effect(self) -> bool:
        """Whether the cloud gets to see the request."""
        return self.drop == "after" or (self.drop is None and not self.has_answer)

    @property
    def changes_json(self) -> bool:
        """Whether the answer's JSON is changed or written otherwise."""
        return self.replace is not None or self.replace_items is not None or self.as_xml

    @property
    def changes_delivery(self) -> bool:
        """Whether the answer's bytes come otherwise than at once and whole."""
        return bool(self.pad_bytes or self.truncate is not None or self.drip_s)

    def matches(self, cloud: str | None, operation: str | None, path: str) -> bool:
        """Tell whether the rule is for this request."""
        return (
            self.cloud in (None, cloud)
            and self.operation in (None, operation)
            and (self.matching is None or self.matching in path)
        )


class Faults:
    """The rules in the order in which they were added; each is used up before a later one counts."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rules: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a rule."""
        self._rules.append(fault)

    def clear(self) -> None:
        """Take all rules back."""
        self._rules.clear()

    def take(self, cloud: str | None, operation: str | None, path: str) -> Fault:
        """Use up one turn of the first rule that matches; without one, a fault that does nothing.

        A rule that leaves its first requests alone leaves them to the rules behind it.
        """
        for rule in self._rules:
            if not rule.matches(cloud, operation, path):
                continue
            if rule.after:
                rule.after -= 1
                continue
            rule.times -= 1
            if not rule.times:
                self._rules.remove(rule)
            return rule
        return Fault()
