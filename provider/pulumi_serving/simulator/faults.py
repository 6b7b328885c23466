"""Faults that a test or a demo orders: the next matching requests are refused, delayed, or lose their answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class Fault:
    """A rule for the next `times` requests of a cloud and an operation; what is left out matches any.

    With `status` or `body` the answer is this one; with `status` and `code` it is the cloud's own for that code. With
    `drop` the real answer is lost, before the request has taken effect or after; if `status` or `body` is there too, a
    gateway answers in its place, else the connection closes without an answer. `delay_s` passes before the request
    takes effect, and after it with `drop` = `after`. `headers` go with any answer.
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

    @property
    def has_answer(self) -> bool:
        """Whether the rule itself says what is answered."""
        return self.status is not None or self.body is not None

    @property
    def takes_effect(self) -> bool:
        """Whether the cloud gets to see the request."""
        return self.drop == "after" or (self.drop is None and not self.has_answer)


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

    def take(self, cloud: str | None, operation: str | None) -> Fault:
        """Use up one turn of the first rule that matches; without one, a fault that does nothing."""
        for rule in self._rules:
            if rule.cloud in (None, cloud) and rule.operation in (None, operation):
                rule.times -= 1
                if not rule.times:
                    self._rules.remove(rule)
                return rule
        return Fault()
