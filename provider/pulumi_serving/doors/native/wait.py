"""The wait for many endpoints as programs in any language declare it: they may be wrong about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.results import CheckFailure, CheckResult
from pulumi_serving.core.cloud.named import broken_cloud_rule, broken_kind_rule
from pulumi_serving.core.lifecycle.readiness import ReadinessVerbs
from pulumi_serving.core.lifecycle.verbs import clean_errors
from pulumi_serving.core.values.ids import broken_rule
from pulumi_serving.core.values.inputs import spell_path
from pulumi_serving.core.values.validate import validate
from pulumi_serving.doors.readiness import ReadinessArgs

from .settings import NativeSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi_serving.core.calls.call import Call


class NativeReadiness(ReadinessVerbs):
    """The wait for many, with the settings of this door."""

    source = NativeSource

    @clean_errors
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Find every mistake."""
        _ = call, olds
        declared, problems = validate(ReadinessArgs, news)
        lines = [*map(str, problems)] or [*_mistakes(declared)]
        return CheckResult(declared, [CheckFailure("", line) for line in lines])


def _mistakes(declared: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each thing that has the right form and can't be waited for."""
    cloud, kind, endpoints = declared["cloud"], declared.get("kind"), declared["endpoints"]
    if isinstance(cloud, str):
        if rule := broken_cloud_rule(cloud):
            yield f"cloud: {rule}"
        elif isinstance(kind, str | None) and (rule := broken_kind_rule(cloud, kind)):
            yield f"kind: {rule}"
    for name, endpoint in endpoints.items() if isinstance(endpoints, dict) else ():
        id_ = endpoint.get("id") if isinstance(endpoint, dict) else None
        rule = broken_rule(id_) if isinstance(id_, str) else ""
        if rule:
            yield f"{spell_path(('endpoints', name, 'id'))}: {rule}"
