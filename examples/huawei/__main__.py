"""
A model, a Ray cluster and a Ray service on Huawei Cloud DataArts Fabric, with every option used once.

Before the first ``pulumi up``:

    pulumi config set --secret huaweicloud:accessKey ...   # or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or the
    pulumi config set --secret huaweicloud:secretKey ...   # vendor's file ~/.huaweicloud/credentials
    pulumi config set huaweicloud:region cn-north-4        # huaweicloud:projectId too, unless it is the region's own
    pulumi config set huaweicloud:workspaceId ...
    pulumi config set --secret hfToken ...                 # what the Ray service needs to fetch its model

To see what a change does: ``pulumi config set maxInstances 3`` and ``pulumi config set maxWorkers 6`` change endpoints
in place; ``pulumi config set prompts obs://...`` replaces the Ray service. ``huaweicloud:fabricBaseUrl`` points it all
at a simulator.
"""

import pulumi

from pulumi_serving import huawei

config = pulumi.Config()

# What sizes are there? A function asks the cloud while the program runs, with the settings that a resource would have:
# here those of the stack's config.
sizes = {spec.spec_code for spec in huawei.get_specs(scenario="ENDPOINT").specs}
model_size = config.get("modelSize") or "mu.llama3.8b"
if sizes and model_size not in sizes:
    raise pulumi.RunError(f"modelSize: there is no {model_size}; there are {', '.join(sorted(sizes))}")

# One model, served by inference instances. It has no name of its own, so it is called chat-<suffix>, and where it must
# be replaced its successor serves before it goes.
chat = huawei.Endpoint(
    "chat",
    type="inference",  # a change replaces the endpoint
    description="Llama 3 for the chat",
    reserved_resource={
        "mu": {
            "spec_code": model_size,
            "min": 0,  # instances kept at all times, and billed
            "max": config.get_int("maxInstances") or 1,  # the ceiling of the bill; changes in place
        },
    },
    opts=pulumi.ResourceOptions(
        # How long to wait. A run that times out keeps the endpoint in the state, and the next one goes on waiting.
        custom_timeouts=pulumi.CustomTimeouts(create="40m", update="40m", delete="20m"),
    ),
)

# A Ray cluster for jobs. The nested objects may be written as ...Args, which an editor completes as well.
cluster = huawei.Endpoint(
    "cluster",
    type="ray",
    # A name of your own: a replacement then deletes the old endpoint first, since both would have this name.
    name="team-ray",
    ray_resource=huawei.RayResourceArgs(
        head_node_resource={"spec_code": "ray.head.4u16g"},
        work_node_resources=[
            huawei.WorkNodeResourceArgs(
                name="cpuGroup1",
                resource=huawei.ResourceDemandArgs(
                    spec_code="ray.cpu.8u32g", min=1, max=config.get_int("maxWorkers") or 4
                ),
            ),
        ],
    ),
    reserved_resource={
        "apu": {"spec_code": "a1x", "warm_up_num": 1, "max_num": 2},
        "dpu": {"spec_code": "dpu.d1x", "warm_up_num": 1, "use_public_resource": False},  # no max_num: nothing elastic
    },
    cap={"cap_id": "00112233445566778899aabbccddeeff", "version_id": "ffeeddccbbaa99887766554433221100"},
    # Logs reach OBS by way of LTS: the one without the other is refused by the preview.
    log_config={"enable_lts_log": True, "enable_obs_log": True, "obs_path": "obs://team-logs/ray"},
    cache_list=[{"mnt_path": "/models", "cache_ins_id": config.get("cacheId") or "cache-1"}],
    public_access=False,  # this and the next one are known to later versions of the vendor's SDK only
    custom_image_id="0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    is_delete_app_instance=True,  # a destroy also ends jobs that still run
)

# Ray Serve: applications, and the cluster that they run on.
rank = huawei.ServeApplicationArgs(
    name="rank",
    import_path="rank.serve:app",
    route_prefix="/rank",  # unique among the applications
    runtime_env={
        "working_dir": "obs://team-code/rank.zip",
        # Secret, and with it all of `config` in the outputs.
        "env_vars": {
            "HF_TOKEN": config.require_secret("hfToken"),
            "CHAT_URL": chat.url.apply(lambda url: url or ""),  # any argument may be an output
        },
    },
    deployments=[
        {
            "name": "ranker",
            "ray_actor_options": {"num_cpus": 0.5, "memory": 2147483648, "resources": '{"NPU": 1}'},
            # The names of the reference. Later SDKs have others, as below; nobody but you chooses between them.
            "autoscaling_config": {
                "min_replicas": 1,
                "max_replicas": 4,
                "initial_replicas": 1,
                "target_num_ongoing_requests_per_replica": 8,
                "max_concurrent_queries": 32,
                "upscale_delay_s": 30,
                "downscale_delay_s": 600,
            },
            "user_config": {"top_k": 20},  # of any form; secret, too
            "max_replicas_per_node": 2,
        },
        {
            "name": "embedder",
            "autoscaling_config": {"max_replicas": 2, "target_ongoing_requests": 8, "max_ongoing_requests": 32},
        },
        {"name": "router", "num_replicas": 1, "max_ongoing_requests": 100, "max_queued_requests": -1},
    ],
)
ray_cluster = huawei.RayClusterConfigArgs(
    head_group_spec={"limits": {"spec_code": "ray.head.4u16g"}, "requests": {"spec_code": "ray.head.4u16g"}},
    worker_group_specs=[
        {"name": "cpu", "min_replicas": 1, "max_replicas": 2, "requests": {"spec_code": "ray.cpu.8u32g"}},
        {
            "name": "npu",
            "min_replicas": 0,
            "max_replicas": 2,
            "requests": {"cpu_resource": 24, "memory_resource": 192, "npu_resource": 1},
        },
    ],
    enable_custom=True,  # sizes of your own, as in the second group
)
service = huawei.Endpoint(
    "service",
    huawei.EndpointArgs(
        type="ray_service",
        config={
            "ray_service_config": {
                "ray_serve_config": {"applications": [rank]},
                "ray_cluster_config": ray_cluster,
                "data_infos": [{"input_path": config.get("prompts") or "obs://team-data/prompts"}],
                # Known to later versions of the vendor's SDK only.
                "log_config": {"lts": {"enabled": True, "log_group_id": "group-1", "log_stream_id": "stream-1"}},
                "oidc_config": {"enable_oidc": True, "client_id": "client-1", "namespace": "ray-svc-01234567"},
                "api_config": {"enable_independent_api": True, "backend_timeout": 60000},
                "agency_config": {"enable_agency": True, "agency_name": "fabric-agency"},
            },
        },
        # A changed `config` replaces the endpoint, which gives it another address. Set this to let the cloud try it in
        # place: an update that has not taken fails the run, and says what has not.
        workspace_id=config.get("workspaceId"),  # left out, it is that of the settings
        update_config_in_place=config.get_bool("inPlace") or False,
        wait_until_ready=True,  # `False` returns once the cloud has accepted it
    ),
)

# How many endpoints of the type are there? The `_output` form waits until the cluster is made.
clusters = huawei.get_endpoints_output(type=cluster.type)

pulumi.export("chat_url", chat.url)
pulumi.export("chat_status", chat.status)
pulumi.export("cluster_id", cluster.id)
pulumi.export("service_url", service.url)
pulumi.export("service_tokens", service.urls)  # secret by itself
pulumi.export("clusters", clusters.apply(lambda found: [item.name for item in found.endpoints]))
