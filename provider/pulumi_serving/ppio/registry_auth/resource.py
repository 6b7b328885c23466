"""
What users write: ``ppio.RegistryAuth``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import RegistryAuthKind

if TYPE_CHECKING:
    import pulumi

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.ppio.registry_auth.args import RegistryAuthArgs


class RegistryAuthProvider(LifecycleProvider):
    """What the engine calls for a registry credential."""

    __module__ = "pulumi_serving.ppio"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = RegistryAuthKind()


class RegistryAuth(ServingResource, module="serving/ppio", name="RegistryAuth"):
    """
    Credentials of a private image registry, saved with PPIO or Novita AI for endpoints to pull their image.

    Its id is what an endpoint's ``registry_auth_id`` takes. Every change replaces: the successor is made first,
    endpoints move to it, then the old one goes. A deletion waits while an endpoint uses it, and names that endpoint if
    it still does at the end. The API keeps the password readable for whoever may list credentials; this package never
    reads it.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = RegistryAuthProvider

    @constructor
    def __init__(
        self,
        resource_name: str,
        args: RegistryAuthArgs | pulumi.ResourceOptions | None = None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        name: pulumi.Input[str] = ...,
        username: pulumi.Input[str] = ...,
        password: pulumi.Input[str] = ...,
    ) -> None:
        """
        Declare a registry credential.

        Mistakes are reported by the preview, all at once. The arguments may also be one object:
        ``RegistryAuthArgs(...)`` or a dictionary. Each argument is an output too.

        :param resource_name: Logical name of the resource.
        :param args: The arguments as one object: `RegistryAuthArgs(...)` or a dictionary.
        :param opts: Options of the resource.
        :param name: Address of the registry: `registry.example.com`. Required. A change replaces the resource.
        :param username: User at the registry. Required. A change replaces the resource.
        :param password: Password or token of the user; secret by itself. Required. Always secret. A change replaces the resource.
        """
        ...

    @property
    def name(self) -> pulumi.Output[str]:
        """Address of the registry: `registry.example.com`."""
        return self._output("name")

    @property
    def username(self) -> pulumi.Output[str]:
        """User at the registry."""
        return self._output("username")

    @property
    def password(self) -> pulumi.Output[str]:
        """Password or token of the user; secret by itself. Always secret."""
        return self._output("password")

    @property
    def location(self) -> pulumi.Output[str]:
        """Base URL of the API at which it lives."""
        return self._output("location")
