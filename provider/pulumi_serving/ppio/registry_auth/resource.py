"""What users write: ``ppio.RegistryAuth``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource

from .kind import RegistryAuthKind

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pulumi_serving.core.cloud.kind import Kind

    from .args import RegistryAuthArgs


class RegistryAuthProvider(LifecycleProvider):
    """What the engine calls for registry credentials."""

    __module__ = "pulumi_serving.ppio"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = RegistryAuthKind()


class RegistryAuth(ServingResource, module="serving/ppio", name="RegistryAuth"):
    """
    Credentials of a private image registry, saved with PPIO or Novita AI for endpoints to pull their image.

    Its arguments are those of ``RegistryAuthArgs``; its id is what an endpoint's ``registry_auth_id`` takes. Every
    change replaces: the successor is made first, endpoints move to it, then the old one goes. A deletion waits while an
    endpoint uses it, and names that endpoint if it still does at the end. The API keeps the password readable for
    whoever may list credentials; this package never reads it.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = RegistryAuthProvider

    # The form in which each output is read: see program/outputs.py.
    name: pulumi.Output[str]
    username: pulumi.Output[str]
    password: pulumi.Output[str]

    location: pulumi.Output[str]
    """Base URL of the API at which it lives."""

    @overload
    def __init__(
        self, resource_name: str, args: RegistryAuthArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None: ...

    @overload
    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **arguments: Unpack[RegistryAuthArgs]
    ) -> None: ...

    def __init__(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Declare registry credentials; mistakes in the arguments are reported by the preview, all at once."""
        self._declare(resource_name, *arguments, **named)
