"""
A GPU endpoint whose image is in a private registry.

``pulumi config set --secret registryPassword ...`` first. A new password makes new credentials, moves the endpoint to
them in place, and then deletes the old ones.
"""

import pulumi

from pulumi_serving import ppio

config = pulumi.Config()

registry = ppio.RegistryAuth(
    "registry",
    name="registry.example.com",
    username=config.get("registryUser") or "ci",
    password=config.require_secret("registryPassword"),
)

llm = ppio.Endpoint(
    "llm",
    type="async" if config.get("type") == "async" else "sync",
    product_id="rtx4090-24g",
    image=config.get("image") or "registry.example.com/team/llm:1.4",
    registry_auth_id=registry.id,
    ports=[8000],
    worker_config=ppio.WorkerConfigArgs(min_replicas=0, max_replicas=3, gpu_num=1),
    health_check=ppio.HealthCheckArgs(path="/health", port=8000),
)

pulumi.export("llm_status", llm.status)
pulumi.export("llm_url", llm.url)
pulumi.export("registry_auth_id", registry.id)
