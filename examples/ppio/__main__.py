"""
A chat endpoint on PPIO and a batch endpoint on Novita AI, with every option used once.

Before the first ``pulumi up``:

    pulumi config set --secret ppio:apiKey ...     # or the environment variable PPIO_API_KEY
    pulumi config set --secret novitaApiKey ...    # or the environment variable NOVITA_API_KEY
    pulumi config set --secret hfToken ...         # what the containers need to fetch their model

To see what a change does: ``pulumi config set image ...`` is rolled out in place, ``pulumi config set appName ...``
replaces the chat endpoint. ``ppio:baseUrl`` and ``novitaBaseUrl`` point it at a simulator.
"""

import pulumi

from pulumi_serving import ppio

config = pulumi.Config()
image = config.get("image") or "registry.example.com/team/llm:1.4"
hf_token = config.require_secret("hfToken")

# What serverless GPUs are there? A function asks the cloud while the program runs, with the settings that a resource
# would have: here those of the stack's config. A price list changes, and with it what is cheapest; `productId` pins it.
REGION = "us-dallas-nas-2"
MEMORY_GB = 24
products = [
    product
    for product in ppio.get_products(region_ids=[REGION]).products
    if product.deployable and (product.resource_spec.gpu.memory_gb or 0) >= MEMORY_GB
]
cheapest = min(products, key=lambda product: product.price_per_hour or float("inf"))
product_id = config.get("productId") or cheapest.id

# A synchronous endpoint: its `url` passes HTTP requests on to the workers.
chat = ppio.Endpoint(
    "chat",
    type="sync",  # a change replaces the endpoint
    # A name of your own: a replacement then deletes the old endpoint first, since both would have this name. Leave it
    # out, and the endpoint is called chat-<suffix>, and its successor serves before it goes.
    name="team-chat",
    app_name=config.get("appName") or "team-chat",  # a part of the URL; a change replaces the endpoint
    product_id=product_id,
    region_id=REGION,  # where the network volume below is
    image=image,
    registry_auth_id="registry-auth-id",  # credentials of a private registry, saved in the vendor's console
    entrypoint="/bin/sh",  # one string each, not a list
    command="-c 'python -m server --port 8000'",
    ports=[8000],
    worker_config=ppio.WorkerConfigArgs(
        min_replicas=1,  # always one worker, and its price; 0 lets the endpoint sleep
        max_replicas=4,  # the ceiling of the bill
        idle_timeout=300,  # seconds; an idle worker is billed too
        max_concurrent_per_worker=8,
        gpu_num=1,
        rootfs_size_gb=60,
        min_cuda_version="12.4",  # text: 12.10 is not 12.1
        request_timeout=120,
    ),
    # One more worker when requests wait for more than 4 seconds.
    policy=ppio.PolicyArgs(type="queue", value=4),
    # Answers early: a container that does not answer within some 40 seconds of its start is restarted.
    health_check=ppio.HealthCheckArgs(path="/healthz", port=8000),
    # `envs` are secret as a whole: they are encrypted in the state, whether the value is a secret or not.
    envs=[
        ppio.EnvArgs(key="HF_TOKEN", value=hf_token),
        ppio.EnvArgs(key="MODEL", value="meta-llama/Llama-3.1-8B-Instruct"),
    ],
    volumes=[
        ppio.VolumeArgs(type="network", id="st-123", mount_point="/models"),
        ppio.VolumeArgs(type="local", size=30, mount_point="/scratch"),
    ],
    opts=pulumi.ResourceOptions(
        # How long to wait. A run that times out keeps the endpoint in the state, and the next one goes on waiting.
        custom_timeouts=pulumi.CustomTimeouts(create="30m", update="30m", delete="10m"),
    ),
)

# A second account, as an explicit provider: its key is secret by itself and no resource ever holds it.
novita = ppio.Provider(
    "novita",
    brand="novita",
    api_key=config.get_secret("novitaApiKey"),  # left out, NOVITA_API_KEY is asked
    base_url=config.get("novitaBaseUrl"),  # left out, Novita AI's own API
)

# Functions take the same provider. The `_output` form also works where an argument is not known before the run.
regions = ppio.get_regions_output(pulumi.InvokeOptions(provider=novita))

# An asynchronous endpoint: jobs go into a queue. Arguments as one object, which is the other spelling.
batch = ppio.Endpoint(
    "batch",
    ppio.EndpointArgs(
        type="async",
        product_id="h100",
        image=image,
        command=chat.url.apply(lambda url: f"python -m worker --chat {url}"),  # any argument may be an output
        worker_config={"min_replicas": 0, "max_replicas": 2, "gpu_num": 2},  # a plain dictionary is typed as well
        policy={"type": "concurrency", "value": 1},  # the only policy of async endpoints
        envs=[{"key": "HF_TOKEN", "value": hf_token}],
        wait_until_ready=False,  # return once the cloud has accepted it
    ),
    pulumi.ResourceOptions(provider=novita),
)

pulumi.export("product", product_id)
pulumi.export("regions", regions.apply(lambda found: [item.id for item in found.regions]))
pulumi.export("chat_url", chat.url)
pulumi.export("chat_status", chat.status)
pulumi.export("batch_id", batch.id)
pulumi.export("batch_job_url", batch.job_url)
