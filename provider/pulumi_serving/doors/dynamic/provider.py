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
from pulumi_serving.core.values import marks, schema
from pulumi_serving.doors.former import with_former
from pulumi_serving.doors.spelling import Spelling, spelling_of, spelling_of_the_wait

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

    @property
    def names(self) -> Spelling:
        """The declared names, of which the other door records a camelCase form."""
        raise NotImplementedError

    def _bag(self, bag: dict[str, Any]) -> dict[str, Any]:
        return self.names.from_wire(host.without_provider(bag))

    def _call(self) -> host.HostCall:
        return host.current_call(self.names)

    def _with_former(self, given: dict[str, Any], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """Return arguments with what the engine takes out of one that comes from the other door."""
        _ = recorded
        return given

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Take the settings of this provider instance; a missing one is told by the first verb that needs it."""
        host.widen_thread_pool()
        host.watch_for_cancel()
        host.look_for_engine()
        self._given = host.provider_inputs(req.config)

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Find every mistake."""
        given, recorded = self._bag(news), self._bag(_olds)
        if _olds and host.PROVIDER_KEY not in _olds:
            given = self._with_former(given, recorded)
        found = self.verbs().check(self._call(), recorded, given)
        failures = [dynamic.CheckFailure(failure.path, failure.reason) for failure in found.failures]
        return dynamic.CheckResult(found.inputs, failures)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Tell what has changed."""
        found = self.verbs().diff(self._call(), _id, self._bag(_olds), self._bag(_news))
        # What the other door has recorded is recorded anew, by an update that sends nothing: a bag here has its mark.
        moved = host.PROVIDER_KEY not in _olds
        return host.DetailedDiff(
            found.changed, found.replaces, delete_before_replace=found.delete_before_replace, updates=moved
        )

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Make the resource."""
        found = self.verbs().create(self._call(), self._bag(props))
        return dynamic.CreateResult(found.id, found.outs)

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Report what is live."""
        found = self.verbs().read(self._call(), id_, self._bag(props))
        return dynamic.ReadResult(found.id, found.outs, found.inputs)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Change the resource in place."""
        return dynamic.UpdateResult(self.verbs().update(self._call(), _id, self._bag(_olds), self._bag(_news)).outs)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete the resource."""
        self.verbs().delete(self._call(), _id, self._bag(_props))


class LifecycleProvider(DynamicProvider):
    """The provider of one kind of resource; a cloud subclasses it and names the kind."""

    kind: ClassVar[Kind[Any, Any]]

    @property
    def names(self) -> Spelling:
        """Those of the kind."""
        return spelling_of(type(self.kind))

    def _with_former(self, given: dict[str, Any], recorded: Mapping[str, Any]) -> dict[str, Any]:
        # What the host hands back is stored in clear unless the program gives it as a secret: those stay out.
        secret = [*marks.paths(given), *((name,) for name in schema.secret_fields(self.kind.args))]
        return with_former(self.kind.args, given, recorded, but=secret)[0]

    def verbs(self) -> Lifecycle:
        """Return the life of the kind."""
        return Lifecycle(self.kind, self.runtime, self._given, self.namer)


class ReadinessProvider(DynamicProvider):
    """The provider of the wait for many endpoints."""

    __module__ = "pulumi_serving"  # stored in every stack: never change

    @property
    def names(self) -> Spelling:
        """Those of the wait."""
        return spelling_of_the_wait()

    def verbs(self) -> ReadinessVerbs:
        """Return the wait."""
        return ReadinessVerbs(self.runtime, self._given)
