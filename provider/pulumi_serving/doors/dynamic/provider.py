"""
What the plug-in host calls: a provider of Pulumi's SDK for each kind of resource, in front of the verbs of core.

Provider objects hold nothing that is stored: they pickle to a reference to their class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi import dynamic

from pulumi_serving.core.cloud.names import Namer
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.lifecycle.provider import Lifecycle
from pulumi_serving.core.lifecycle.readiness import ReadinessVerbs

from . import host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.lifecycle.verbs import Verbs


class DynamicProvider(dynamic.ResourceProvider):
    """A provider in the plug-in host: it hands on each call, and the answer in the host's own form."""

    serialize_as_secret_always = False  # nothing is captured, so nothing is secret
    runtime: Runtime = Runtime()
    namer: Namer = Namer()
    _given: Mapping[str, str] = {}

    def verbs(self) -> Verbs:
        """Return what answers the calls."""
        raise NotImplementedError

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Take the settings of this provider instance; a missing one is told by the first verb that needs it."""
        host.widen_thread_pool()
        host.watch_for_cancel()
        host.look_for_engine()
        self._given = host.provider_inputs(req.config)

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Find every mistake."""
        found = self.verbs().check(host.current_call(), host.without_provider(_olds), host.without_provider(news))
        failures = [dynamic.CheckFailure(failure.path, failure.reason) for failure in found.failures]
        return dynamic.CheckResult(found.inputs, failures)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Tell what has changed."""
        found = self.verbs().diff(host.current_call(), _id, host.without_provider(_olds), host.without_provider(_news))
        return host.DetailedDiff(found.changed, found.replaces, delete_before_replace=found.delete_before_replace)

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Make the resource."""
        found = self.verbs().create(host.current_call(), host.without_provider(props))
        return dynamic.CreateResult(found.id, found.outs)

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Report what is live."""
        found = self.verbs().read(host.current_call(), id_, host.without_provider(props))
        return dynamic.ReadResult(found.id, found.outs, found.inputs)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Change the resource in place."""
        return dynamic.UpdateResult(
            self.verbs()
            .update(host.current_call(), _id, host.without_provider(_olds), host.without_provider(_news))
            .outs
        )

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete the resource."""
        self.verbs().delete(host.current_call(), _id, host.without_provider(_props))


class LifecycleProvider(DynamicProvider):
    """The provider of one kind of resource; a cloud subclasses it and names the kind."""

    kind: ClassVar[Kind[Any, Any]]

    def verbs(self) -> Lifecycle:
        """Return the life of the kind."""
        return Lifecycle(self.kind, self.runtime, self._given, self.namer)


class ReadinessProvider(DynamicProvider):
    """The provider of the wait for many endpoints."""

    __module__ = "pulumi_serving"  # stored in every stack: never change

    def verbs(self) -> ReadinessVerbs:
        """Return the wait."""
        return ReadinessVerbs(self.runtime, self._given)
