"""Our endpoints through the native door, as a program without this package's classes declares them."""

from typing import Any

import pulumi
from shape import ENDPOINTS

WIRE = {"product_id": "productId", "worker_config": "workerConfig"}
WIRE |= {"min_replicas": "minReplicas", "max_replicas": "maxReplicas", "gpu_num": "gpuNum"}


class Endpoint(pulumi.CustomResource):
    """An endpoint, through a class as a generated SDK has one."""

    url: pulumi.Output[str]
    status: pulumi.Output[str]

    def __init__(self, name: str, arguments: dict[str, Any]) -> None:
        """Declare it."""
        super().__init__("serving:ppio:Endpoint", name, {**arguments, "url": None, "status": None})


def to_wire(value: Any) -> Any:
    """Return arguments with the names that the engine has for them."""
    return {WIRE.get(key, key): to_wire(item) for key, item in value.items()} if isinstance(value, dict) else value


for name, arguments in ENDPOINTS.items():
    Endpoint(name, to_wire(arguments))
