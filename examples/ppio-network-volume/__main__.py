"""
A GPU endpoint whose models lie on a network volume.

``pulumi config set gigabytes 400`` lets the volume grow in place. Its data is lost with it, so a stack for more than a
trial protects it: ``opts=pulumi.ResourceOptions(protect=True)``.
"""

import pulumi

from pulumi_serving import ppio

config = pulumi.Config()

models = ppio.NetworkVolume(
    "models",
    name="team-models",
    region_id="us-dallas-nas-2",
    size=config.get_int("gigabytes") or 200,
)

llm = ppio.Endpoint(
    "llm",
    type="async" if config.get("type") == "async" else "sync",
    product_id="rtx4090-24g",
    image=config.get("image") or "registry.example.com/team/llm:1.4",
    region_id=models.region_id,
    volumes=[ppio.VolumeArgs(id=models.id, type="network", mount_point="/models")],
    ports=[8000],
    worker_config=ppio.WorkerConfigArgs(min_replicas=0, max_replicas=3, gpu_num=1),
    health_check=ppio.HealthCheckArgs(path="/health", port=8000),
)

pulumi.export("llm_status", llm.status)
pulumi.export("llm_url", llm.url)
pulumi.export("models_id", models.id)
