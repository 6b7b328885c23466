"""The engine's provider protocol: each call is read, handed to the verbs of core, and answered in its form."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.call import CallFailure
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.lifecycle.verbs import reason_of
from pulumi_serving.core.values import undeclared
from pulumi_serving.core.values.text import one_line

from . import bags, imports, package, previews, settings
from .call import NativeCall, found_engine
from .functions import functions
from .naming import Proposals
from .resources import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_serving.core.values.live import Live

    from .resources import Served

LIST_SECONDS = 120.0


def one_line_each(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let whatever fails be one line."""

    @functools.wraps(method)
    def run_(self: Door, request: Any, context: Any) -> Any:
        try:
            return method(self, request, context)
        except (CallFailure, ServingError) as error:
            line = one_line(str(error))
        except Exception as error:  # noqa: BLE001 - the engine would show a traceback
            line = reason_of(method.__name__, error)
        return context.abort(grpc.StatusCode.UNKNOWN, line)

    return run_


class Door(provider_pb2_grpc.ResourceProviderServicer):
    """One provider instance of the package ``serving``."""

    def __init__(self, runtime: Runtime | None = None) -> None:
        """Begin without settings."""
        self.runtime = runtime or Runtime()
        self.namer = Proposals()
        self.given: dict[str, str] = {}

    # The plug-in

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - the interface's names
        """Learn where the engine is, and say what this plug-in takes."""
        if request.engine_address:
            found_engine(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_outputs=True, supports_autonaming_configuration=True
        )

    def Attach(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Serve another engine from now on: somebody has started this plug-in to debug it."""
        found_engine(request.address)
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Return the version."""
        return proto.PluginInfo(version=package.version())

    def GetSchema(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Return the schema of the package, from which other languages have their types."""
        return proto.GetSchemaResponse(schema=package.text())

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """End all waits: the first Ctrl-C."""
        run.cancel()
        return empty_pb2.Empty()

    # The provider

    @one_line_each
    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Find every mistake in a provider's settings."""
        given, marks = bags.read(request.news)
        failures = [
            proto.CheckFailure(property="", reason=line)
            for line in settings.problems(given, explicit=_is_explicit(request.urn.rpartition("::")[2]))
        ]
        secret = {*((name,) for name in settings.secret_in(given)), *marks}
        return proto.CheckResponse(inputs=bags.write(given, secret), failures=failures)

    @one_line_each
    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Tell which clouds have other settings; none of them replaces anything: each resource tells where it lives."""
        before, now = (settings.opened(bags.read(bag)[0]) for bag in (request.old_inputs or request.olds, request.news))
        changed = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
        return _diff({name: _difference(_change(name in before, name in now)) for name in changed})

    @one_line_each
    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Take the settings; a missing one is told by the first verb that needs it."""
        given, _ = bags.read(request.args)
        self.given = settings.flat(given or dict(request.variables), explicit=_is_explicit(request.name))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptOutputs=True, supports_autonaming_configuration=True
        )

    # Resources

    def _call(self, request: Any, context: Any) -> tuple[Served, Any, NativeCall]:
        token = request.urn.split("::")[2].rpartition("$")[2]
        found = served().get(token)
        if found is None:
            raise ServingError(f"{token} is no resource of this package; there are: {', '.join(served())}")
        return found, found.verbs(self.runtime, self.given, self.namer), NativeCall(found, request, context)

    @one_line_each
    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Find every mistake in a resource's arguments; no answer holds a value of them."""
        of, verbs, call = self._call(request, context)
        olds, news = call.read(request.olds, keeps_marks=False), call.read(request.news)
        if of.is_of_another_door(request.olds):
            news = call.with_former(news, olds)
        proposal = self.namer.propose(request, of.kind) if "name" not in news else ""
        found = verbs.check(call, olds, news)
        lines = [failure.reason for failure in found.failures]
        lines += [f"{path}: is given twice, in snake_case, too" for path in call.given_twice(request.news)]
        if proposal:
            lines.append(proposal)
        failures = [proto.CheckFailure(property="", reason=of.names.line_to_wire(one_line(line))) for line in lines]
        return proto.CheckResponse(inputs=call.write(found.inputs), failures=failures)

    @one_line_each
    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Tell what has changed, path by path, and what stays the same whatever changes."""
        of, verbs, call = self._call(request, context)
        olds, news = call.read(request.olds), call.read(request.news)
        found = verbs.diff(call, request.id, olds, news)
        replaces = {*found.replaces}
        details = {}
        for path, kind in found.changed.items():
            replacing = "_REPLACE" if re.split(r"[.\[]", path)[0] in replaces else ""
            details[of.names.text_to_wire(path)] = _difference(kind + replacing)
        answer = _diff(details)
        if found.replaces or of.is_of_another_door(request.olds):
            answer.changes = proto.DiffResponse.DIFF_SOME
        answer.replaces.extend(of.names.text_to_wire(path) for path in found.replaces)
        answer.deleteBeforeReplace = found.delete_before_replace
        answer.stables.extend(of.names.text_to_wire(name) for name in previews.stables(of) if not found.replaces)
        return answer

    @one_line_each
    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Make the resource."""
        of, verbs, call = self._call(request, context)
        props = call.read(request.properties)
        if request.preview:
            return proto.CreateResponse(properties=call.write(previews.of_create(of, props)))
        found = verbs.create(call, props)
        return proto.CreateResponse(id=found.id, properties=call.write(found.outs))

    @one_line_each
    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Report what is live; of what nobody has declared yet, the arguments that a program needs for it."""
        of, verbs, call = self._call(request, context)
        props, recorded = call.read(request.properties), call.read(request.inputs)
        found = verbs.read(call, request.id, props)
        inputs = found.inputs if found.inputs is not None else recorded
        if not props and of.kind is not None:
            inputs = imports.without_defaults(of.args, inputs, found.id)
        return proto.ReadResponse(id=found.id, properties=call.write(found.outs), inputs=call.write(inputs))

    @one_line_each
    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Change the resource in place."""
        of, verbs, call = self._call(request, context)
        olds, news = call.read(request.olds, keeps_marks=False), call.read(request.news)
        if request.preview:
            call.keep_marks_of_outputs(olds)
            recorded = undeclared.declared_before(of.args, call.recorded_inputs or {}, news)
            known = previews.of_update(of, olds, recorded, news, call.ignored)
            return proto.UpdateResponse(properties=call.write(known))
        return proto.UpdateResponse(properties=call.write(verbs.update(call, request.id, olds, news).outs))

    @one_line_each
    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Delete the resource."""
        _, verbs, call = self._call(request, context)
        verbs.delete(call, request.id, call.read(request.properties))
        return empty_pb2.Empty()

    # Components, functions and lists

    def Construct(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Make a component."""
        # What this takes of the SDK is imported only where a program has a fleet.
        from .construct import construct  # noqa: PLC0415

        return construct(request, context)

    @one_line_each
    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Run a function of a program."""
        function = functions().get(request.tok)
        if function is None:
            raise ServingError(f"{request.tok} is no function of this package; there are: {', '.join(functions())}")
        found = function.run(bags.read(request.args)[0], self.given, self.runtime)
        return provider_pb2.InvokeResponse(**{"return": bags.write(found)})

    def List(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        """Tell what there is of a kind of resource, one after the other."""
        for live in self._listed(request, context):
            yield provider_pb2.ListResponse(result=provider_pb2.ListResponse.Result(id=live.id, name=live.name))

    @one_line_each
    def _listed(self, request: Any, context: Any) -> list[Live]:  # noqa: ARG002
        of = served().get(request.token)
        if of is None or of.kind is None:
            raise ServingError(f"{request.token} is no resource of this package that can be listed")
        verbs = of.verbs(self.runtime, self.given, self.namer)
        session = self.runtime.session(of.kind, verbs.settings_of(of.kind))
        found = [*of.kind.list(session.client, Operation("listing", LIST_SECONDS, self.runtime.clock))]
        return found[: int(request.limit)] if request.limit else found


def _is_explicit(name: str) -> bool:
    """Tell whether a program declares the provider: the engine's own are called ``default``, or ``default_1_2_3``."""
    return bool(name) and not re.match(r"default(_|$)", name)


def _change(was_there: bool, is_there: bool) -> str:
    return "DELETE" if not is_there else "UPDATE" if was_there else "ADD"


def _difference(kind: str) -> Any:
    return provider_pb2.PropertyDiff(kind=provider_pb2.PropertyDiff.Kind.Value(kind), inputDiff=True)


def _diff(details: dict[str, Any]) -> Any:
    changes = proto.DiffResponse.DIFF_SOME if details else proto.DiffResponse.DIFF_NONE
    roots = dict.fromkeys(re.split(r"[.\[]", path)[0] for path in details)
    return proto.DiffResponse(changes=changes, diffs=[*roots], detailedDiff=details, hasDetailedDiff=bool(details))
