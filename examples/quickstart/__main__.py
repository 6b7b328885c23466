"""
One GPU endpoint that sleeps when nobody calls it.

``pulumi config set image ...`` changes it in place, ``pulumi config set type async`` replaces it.
"""

import pulumi

from pulumi_serving import ppio

config = pulumi.Config()

llm = ppio.Endpoint(
    "llm",
    type="async" if config.get("type") == "async" else "sync",
    product_id="rtx4090-24g",
    image=config.get("image") or "registry.example.com/llm:1.4",
    ports=[8000],
    worker_config=ppio.WorkerConfigArgs(min_replicas=0, max_replicas=3, gpu_num=1),
    health_check=ppio.HealthCheckArgs(path="/health", port=8000),
    opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="30m")),
)

pulumi.export("llm_status", llm.status)
pulumi.export("llm_url", llm.url)
