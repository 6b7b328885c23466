"""What an editor shows of a user's program: descriptions, completions, help on a call, mistakes by their argument."""

import pytest

from .harness.language_server import LanguageServer

HEAD = """
import pulumi
from pulumi_serving import alibaba, huawei, ppio

workers = ppio.WorkerConfigArgs(max_replicas=1)
endpoint = ppio.Endpoint("e", type="sync", product_id="p", image="i", worker_config=workers)
service = alibaba.AppService("s", service_spec="llama_7b_fp16", replicas=1)
ports = [8000]
envs = [ppio.EnvArgs(key="A", value="b")]
plain_envs: list[ppio.EnvArgs] = [{"key": "A", "value": "b"}]
new = {"spot": True}
stored = {"model_storage": "oss"}
"""
IMAGE = "Container image, with tag or digest."
WORKERS = "Most workers at a time. 0 stops the endpoint."
SHOWN = {  # at the cursor, §: what is shown of it
    'ppio.Endpoint("x", type="sync", product_id="p", ima§ge="i", worker_config=workers)': IMAGE,
    'ppio.EndpointArgs(ima§ge="i", type="sync", product_id="p", worker_config=workers)': IMAGE,
    'ppio.Endpoint("x", {"ima§ge": "i", "type": "sync", "product_id": "p", "worker_config": workers})': IMAGE,
    "ppio.WorkerConfigArgs(max_rep§licas=1)": WORKERS,
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config={"max_rep§licas": 1})': WORKERS,
    'ppio.End§point("x", image="i")': ":param image: " + IMAGE,
    "endpoint.ima§ge": IMAGE,
    "endpoint.u§rl": "Address of a `sync` endpoint; None until it is known.",
    "endpoint.stat§us": "The cloud's own word for where the endpoint is in its life",
    "endpoint.worker_config.max_rep§licas": WORKERS,
    "endpoint.worker_config.apply(lambda sizes: sizes.max_rep§licas)": WORKERS,
    'ppio.NetworkVolume("v", region_id="r", si§ze=10)': "Size in GB.",
    'ppio.Provider("p", api_k§ey="k")': "API key. Always secret.",
    'huawei.Endpoint("h", type="inference", custom_image_§id="i")': "custom_image_id: ",
    'huawei.ResourceDemandArgs(spec_c§ode="s", min=0, max=1)': "spec_code: Input[str]",
    'alibaba.AppService("a", service_spec="s", repli§cas=1)': "Number of instances. Required.",
    "service.access_to§ken": "What lets anybody call the model",
    'alibaba.OssConfigArgs(model_storage="oss", oss_p§ath="oss://b/")': "OSS folder that holds the model",
    "ppio.get_products(region_i§ds=[])": "Keeps those of these regions.",
    "huawei.get_endpoints_output(limi§t=endpoint.created_at)": "Most endpoints to read, 1 to 100.",
    "alibaba.get_services_output(gate§way=service.name)": "Gateway.",
}
OFFERED = {  # at the cursor: some of what may stand there
    'ppio.Endpoint("x", §)': ["image=", "worker_config=", "opts="],
    'ppio.Endpoint("x", type="§")': ['"sync"', '"async"'],
    'ppio.Endpoint("x", worker_config={"§"})': ['"max_replicas"', '"gpu_num"'],
    "ppio.WorkerConfigArgs(§)": ["max_replicas=", "gpu_num="],
    'ppio.Provider("p", §)': ["api_key=", "brand="],
    "endpoint.§": ["url", "status", "changed_at"],
    "endpoint.worker_config.§": ["max_replicas", "apply"],
    "endpoint.policy.apply(lambda policy: policy and policy.§)": ["type", "value"],
    "ppio.get_products().products[0].§": ["price_per_hour", "id"],
}
HELPED = {  # in an argument: what the help on the call tells of it
    'ppio.Endpoint("x", image=§)': IMAGE,
    'ppio.Endpoint("x", type="sync", ports=[§])': "HTTP ports of each worker, each 1 to 65535.",
    'huawei.Endpoint("h", public_access=§)': "public_access: ",
    'ppio.Provider("p", brand=§)': "The brand that the key is of",
}
RIGHT = [
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config=workers, ports=ports)',
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config=workers, envs=envs)',
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config=workers, envs=plain_envs)',
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config=workers, extra=new)',
    'ppio.EndpointArgs(type="sync", product_id="p", image="i", worker_config=workers, ports=ports, envs=envs)',
    'ppio.Endpoint("x", ppio.EndpointArgs(type="sync", product_id="p", image="i", worker_config=workers))',
    'ppio.Endpoint("x", {"type": "sync", "product_id": "p", "image": "i", "worker_config": {"max_replicas": 1}})',
    'ppio.Endpoint("x", pulumi.ResourceOptions(), type="s", product_id="p", image="i", worker_config=workers)',
    "least: pulumi.Output[int] = endpoint.worker_config.max_replicas",
    'alibaba.AppService("a", service_spec="s", replicas=1, config=stored)',
]
WRONG = {  # with a mistake: what its one line says
    'ppio.Endpoint("x", type="sync", product_id="p", image=3, worker_config=workers)': 'parameter "image"',
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config={"max_replica": 1})': (
        'parameter "worker_config"'
    ),
    'ppio.Endpoint("x", type="sync", product_id="p", image="i", worker_config=workers, ports=["a"])': (
        'parameter "ports"'
    ),
    'ppio.Endpoint("x", type="sync", product_id="p", imagee="i", worker_config=workers)': 'named "imagee"',
    'ppio.Provider("p", brand="other")': 'parameter "brand"',
    "endpoint.address": 'attribute "address"',
    "endpoint.worker_config.apply(lambda sizes: sizes.max_replica)": 'attribute "max_replica"',
}


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    """Return an editor: one server for all programs, since it reads the packages once."""
    server = LanguageServer(tmp_path_factory.mktemp("programs"))
    yield server
    server.close()


def test_an_editor_knows_arguments_and_outputs(editor):
    """Each program gets what its row says; one test, so that there is one server however many run the tests."""
    wrong = {}
    for line, wanted in SHOWN.items():
        wrong[line] = "" if wanted in (found := editor.hover(HEAD + line)) else found
    for line, some in OFFERED.items():
        wrong[line] = "" if {*some} <= {*(offered := editor.completions(HEAD + line))} else offered[:30]
    for line, wanted in HELPED.items():
        wrong[line] = "" if wanted in (found := editor.help(HEAD + line)) else found
    for line in RIGHT:
        wrong[line] = editor.mistakes(HEAD + line)
    for line, wanted in WRONG.items():
        lines = editor.mistakes(HEAD + line)
        wrong[line] = "" if len(lines) == 1 and wanted in lines[0] else lines or "no mistake is found"
    assert {line: found for line, found in wrong.items() if found} == {}
