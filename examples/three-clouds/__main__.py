"""
One endpoint on each of three clouds, each with its own account, behind one gateway.

The gateway is a LiteLLM proxy: its config file names each model's address and token. It is written only once all three
serve, and again when one of them has moved.

    pulumi config set --secret ppioApiKey ...
    pulumi config set --secret huaweiAccessKey ...     pulumi config set --secret huaweiSecretKey ...
    pulumi config set huaweiProjectId ...              pulumi config set huaweiWorkspaceId ...
    pulumi config set --secret alibabaAccessKey ...    pulumi config set --secret alibabaSecretKey ...

``pulumi config set image ...`` changes the PPIO endpoint in place; ``pulumi config set workspaceId ...`` replaces that
of Alibaba Cloud, and the gateway's file follows. ``baseUrl`` points it all at a simulator.
"""

import pulumi
from gateway import ConfigFile

from pulumi_serving import alibaba, huawei, ppio

config = pulumi.Config()
base_url = config.get("baseUrl")

# One account for each cloud, as explicit providers: nothing here is read from the stack's own settings for a cloud.
# Credentials are secret by themselves, and no resource holds them.
gpus = ppio.Provider("team", api_key=config.require_secret("ppioApiKey"), base_url=base_url)
fabric = huawei.Provider(
    "team",
    access_key=config.require_secret("huaweiAccessKey"),
    secret_key=config.require_secret("huaweiSecretKey"),
    project_id=config.require("huaweiProjectId"),
    region="cn-north-4",
    workspace_id=config.require("huaweiWorkspaceId"),
    fabric_base_url=base_url,
)
eas = alibaba.Provider(
    "team",
    access_key=config.require_secret("alibabaAccessKey"),
    secret_key=config.require_secret("alibabaSecretKey"),
    region="cn-shanghai",
    eas_base_url=base_url,
)

chat = ppio.Endpoint(
    "chat",
    type="sync",
    product_id="rtx4090-24g",
    image=config.get("image") or "registry.example.com/llm:1.4",
    ports=[8000],
    worker_config=ppio.WorkerConfigArgs(min_replicas=1, max_replicas=3, gpu_num=1),
    opts=pulumi.ResourceOptions(provider=gpus),
)
judge = huawei.Endpoint(
    "judge",
    type="inference",
    reserved_resource={"mu": {"spec_code": "mu.llama3.8b", "min": 0, "max": 1}},
    opts=pulumi.ResourceOptions(provider=fabric),
)
summaries = alibaba.AppService(
    "summaries",
    service_spec="llama_7b_fp16",
    replicas=1,
    workspace_id=config.get("workspaceId") or "123456",
    opts=pulumi.ResourceOptions(provider=eas),
)

# What needs an endpoint takes its `url` and its token as arguments: so it waits until the endpoint serves. In place of
# this file it might be a Kubernetes Secret, with the same two values in `string_data`.
gateway = ConfigFile(
    "gateway",
    path=config.get("gatewayFile") or "gateway.json",
    models={
        "chat": {"api_base": chat.url, "api_key": config.require_secret("ppioApiKey")},
        "judge": {
            "api_base": judge.url,
            # One of an endpoint's addresses may carry a token; `urls` is secret as a whole.
            "api_key": judge.urls.apply(lambda urls: next((url["token"] for url in urls or [] if url["token"]), None)),
        },
        "summaries": {"api_base": summaries.url, "api_key": summaries.access_token},
    },
)

pulumi.export("gateway_file", gateway.path)
pulumi.export("models", gateway.names)
