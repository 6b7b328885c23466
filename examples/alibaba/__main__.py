"""
An LLM whose weights lie in OSS and one whose weights lie in NAS, on Alibaba Cloud PAI-EAS, with every option used once.

Before the first ``pulumi up`` (a stack that has pulumi-alicloud's settings needs no others):

    pulumi config set --secret alicloud:accessKey ...   # or the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID
    pulumi config set --secret alicloud:secretKey ...   # or the environment variable ALIBABA_CLOUD_ACCESS_KEY_SECRET
    pulumi config set alicloud:region cn-shanghai       # or the environment variable ALIBABA_CLOUD_REGION

To see what a change does: ``pulumi config set replicas 2``, ``serviceSpec ...``, ``appVersion v2`` and ``ossPath ...``
are rolled out in place; ``workspaceId ...`` replaces the service. ``alicloud:easBaseUrl`` points it at a simulator.
"""

import pulumi

from pulumi_serving import alibaba

config = pulumi.Config()
long_enough = pulumi.CustomTimeouts(create="60m", update="40m", delete="15m")

# What runs in the region already? A function asks the cloud while the program runs, with the settings that a resource
# would have. Ordinary services of PAI-EAS are left out; their names count all the same, since a name is unique in a
# region, over all accounts.
running = alibaba.get_services(service_status="Running", order="asc").services
pulumi.log.info(f"running before this run: {', '.join(service.service_name for service in running) or 'none'}")

# A model in an OSS bucket.
chat = alibaba.AppService(
    "chat",
    # No `name`: it is called chat_<suffix>. The suffix stays the same until the service is replaced, and its successor
    # runs before it goes.
    app_type="LLM",  # the default, and the only one there is
    app_version=config.get("appVersion") or "v1",  # to take it out again would replace: the API can't unset it
    service_spec=config.get("serviceSpec")
    or "llama_7b_fp16",  # model and precision; one that is not listed is a warning
    replicas=config.get_int("replicas") or 1,  # each costs money for as long as the service runs
    # With the key `model_storage`, Config has a form that the editor completes and the preview checks.
    config=alibaba.OssConfigArgs(
        model_storage="oss",
        oss_path=config.get("ossPath") or "oss://examplebucket/models/llama/",
    ),
    workspace_id=config.get("workspaceId") or "123456",  # a string of digits; left out, the default workspace
    opts=pulumi.ResourceOptions(
        # A run that times out keeps the service in the state, and the next one goes on waiting.
        custom_timeouts=long_enough,
    ),
)

# A second region, as an explicit provider. Its keys are secret by themselves, and no resource ever holds them. Left
# out, they come from the vendor's environment variables; `profile` takes one of the vendor's command line, which needs
# `pip install 'pulumi-serving[alibaba-credentials]'`.
beijing = alibaba.Provider(
    "beijing",
    access_key=pulumi.Config("alicloud").get_secret("accessKey"),
    secret_key=pulumi.Config("alicloud").get_secret("secretKey"),
    region="cn-beijing",
    eas_base_url=pulumi.Config("alicloud").get("easBaseUrl"),  # left out, https://pai-eas.cn-beijing.aliyuncs.com
)

# A model in a NAS file system, in a VPC of the service's region. Arguments as one object, which is the other spelling.
archive = alibaba.AppService(
    "archive",
    alibaba.AppServiceArgs(
        # A name of your own: a replacement deletes the old service first, waits until it is gone, then makes the new.
        name=config.get("archiveName") or "team_archive",
        service_spec="baichuan_13b_fp16",
        replicas=1,
        config=alibaba.NasConfigArgs(
            model_storage="nas",
            nas_mount_target="317d14abcd-efg12.cn-beijing.nas.example.com",
            nas_path=config.get("nasPath") or "/models",
            security_group_id="sg-example",
            vpc_id="vpc-example",
            vswitch_id="vsw-example",
        ),
        quota_id=config.get("quotaId") or "quota-example",  # instances out of what the team has bought
    ),
    pulumi.ResourceOptions(provider=beijing, custom_timeouts=long_enough),
)

# Any other mapping goes to the API as it is, for what the typed form does not know. Any argument may be an output.
judge = alibaba.AppService(
    "judge",
    service_spec="chatglm2_6b_fp16",
    replicas=1,
    config={"ModelStorage": "oss", "OssPath": chat.id.apply(lambda chat_id: f"oss://examplebucket/of/{chat_id}/")},
    wait_until_ready=False,  # return once the cloud has accepted it; `status` and `url` come with the next refresh
)

pulumi.export("chat_url", chat.url)
pulumi.export("chat_status", chat.status)
# Whoever has the token can call the model: `curl -H "Authorization: <token>" <url>`. It is secret in the state, too.
pulumi.export("chat_token", chat.access_token)
pulumi.export("archive_id", archive.id)
pulumi.export("archive_url_inside_the_vpc", archive.intranet_endpoint)
pulumi.export("judge_service_id", judge.service_id)
# The `_output` form of a function waits for what it is given: the id, which is not known before the service is there.
pulumi.export("chat_instances", alibaba.get_service_output(chat.id).apply(lambda found: found.total_instance))
