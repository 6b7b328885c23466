"""A user's program with a mistake fails mypy, in each of the three spellings; a good one passes."""

import re
import subprocess

import pytest

from .conftest import TYPE_CHECK

GOOD = """
import pulumi
from pulumi_serving import huawei, ppio

other: pulumi.Output[str] = pulumi.Output.from_input("registry.example.com/llm:1")
a = ppio.Endpoint(
    "a", type="sync", product_id="1", image=other,
    worker_config=ppio.WorkerConfigArgs(max_replicas=1), ports=[8000, pulumi.Output.from_input(8001)],
    envs=[{"key": "A", "value": other}, ppio.EnvArgs(key="B", value="b")],
    opts=pulumi.ResourceOptions(protect=True),
)
b = ppio.Endpoint("b", ppio.EndpointArgs(type="async", product_id="1", image="i", worker_config={"max_replicas": 1}))
c = ppio.Endpoint(
    "c",
    {"type": "sync", "product_id": "1", "image": "i", "worker_config": {"max_replicas": 1}},
    pulumi.ResourceOptions(),
)
config = pulumi.Config()
left_out = ppio.Endpoint(
    "e", type="sync", product_id="1", image="i", command=config.get("command"), ports=None,
    worker_config={"max_replicas": 1, "min_replicas": config.get_int("min")},
)
pulumi.export("url", a.url)
url: pulumi.Output[str | None] = ppio.Endpoint.get("d", "id").url
found: ppio.EndpointsResult = ppio.get_endpoints(keyword="a", opts=pulumi.InvokeOptions(provider=ppio.Provider("p")))
out: pulumi.Output[ppio.ProductsResult] = ppio.get_products_output(cpu=other.apply(len))
h = huawei.Endpoint(
    "h", type="inference", description=other,
    reserved_resource={"mu": huawei.ResourceDemandArgs(spec_code="mu.llama3.8b", min=0, max=1)},
    cache_list=[{"mnt_path": "/m", "cache_ins_id": other}],
    config={"ray_service_config": {"ray_serve_config": {}, "ray_cluster_config": huawei.RayClusterConfigArgs(
        head_group_spec={"requests": {"spec_code": "a"}}, worker_group_specs=[],
    )}},
    opts=pulumi.ResourceOptions(provider=huawei.Provider("p", access_key="a", secret_key=other, region="cn-north-4")),
)
address: pulumi.Output[str | None] = h.url
least: pulumi.Output[int | None] = a.worker_config.apply(lambda sizes: sizes.min_replicas)
by_key: pulumi.Output[object] = a.worker_config.apply(lambda sizes: sizes["min_replicas"])
lifted: pulumi.Output[int] = a.worker_config.max_replicas
kind: str = "batch"
newer = ppio.Endpoint(
    "n", type=kind, product_id="1", image="i", extra={"new": [1, other]},
    worker_config={"max_replicas": 1, "extra": {"spot": True}},
    volumes=[ppio.VolumeArgs(extra=other.apply(lambda x: {"a": x}))],
)
more: pulumi.Output[list[str]] = newer.extra.apply(lambda extra: [*(extra or {})])
tokens: pulumi.Output[list[str]] = h.urls.apply(lambda urls: [url.token or "" for url in urls or ()])
sizes: ppio.outputs.WorkerConfig | None = None
ports = [8000]
variables = [ppio.EnvArgs(key="A", value="b"), ppio.EnvArgs(key="B", value=other)]
workers = ppio.WorkerConfigArgs(max_replicas=1)
held = ppio.Endpoint(
    "v", type="sync", product_id="1", image="i", worker_config=workers, ports=ports, envs=variables,
    extra={"new": 1},
)
listed: huawei.EndpointsResult = huawei.get_endpoints(offset=0, limit=10, type="ray", visibility="ALL", name="a")
specs: pulumi.Output[huawei.SpecsResult] = huawei.get_specs_output(spec_code=other, spec_types=["MU"])
"""

GOOD_ALIBABA = """
import pulumi
from pulumi_serving import alibaba

bucket: pulumi.Output[str] = pulumi.Output.from_input("oss://examplebucket/xxxx/")
a = alibaba.AppService(
    "a", service_spec="llama_7b_fp16", replicas=pulumi.Output.from_input(1),
    config=alibaba.OssConfigArgs(model_storage="oss", oss_path=bucket),
)
b = alibaba.AppService(
    "b", alibaba.AppServiceArgs(service_spec="llama_7b_fp16", replicas=1, config={"Other": [1, 2]}),
    pulumi.ResourceOptions(provider=alibaba.Provider("p", region="cn-beijing")),
)
c = alibaba.AppService(
    "c", {"service_spec": "x", "replicas": 1, "config": {"model_storage": "oss", "oss_path": bucket}},
)
d = alibaba.AppService("d", service_spec="of-tomorrow", replicas=1, extra={"Labels": {"a": bucket}})
token: pulumi.Output[str | None] = a.access_token
found: alibaba.ServicesResult = alibaba.get_services(label={"team": None}, order="asc", autoscaler_enabled=True)
one: pulumi.Output[alibaba.ServiceResult] = alibaba.get_service_output(a.name)
"""
NAS = 'model_storage="nas", nas_mount_target="t", nas_path="/", security_group_id="s", vpc_id="v"'
BAD_ALIBABA = {
    "a form's own literal": 'alibaba.OssConfigArgs(model_storage="nas", oss_path="oss://b/")',
    "a missing key of a form": f"alibaba.NasConfigArgs({NAS})",
    "a misspelt key of a form": f'alibaba.NasConfigArgs({NAS}, vswitchid="x")',
    "a wrong number": 'alibaba.AppService("x", service_spec="s", replicas="1")',
    "a wrong filter": 'alibaba.get_services(filtre="x")',
}

BAD_OUTPUTS = {
    "something extra that is no mapping": "ppio.EndpointArgs(type='a', product_id='1', image='i', worker_config="
    "{'max_replicas': 1}, extra=['new'])",
    "a misspelt key of an output": "ppio.Endpoint.get('x', 'y').worker_config.apply(lambda sizes: sizes.min_replica)",
    "another type of an output": "x: pulumi.Output[str] = ppio.Endpoint.get('x', 'y').worker_config.apply("
    "lambda sizes: sizes.max_replicas)",
}

ARGS = {
    "type": '"sync"',
    "product_id": '"1"',
    "image": '"i"',
    "worker_config": "{'max_replicas': 1}",
}
MISTAKES = {
    "a wrong kind of text": ({"type": "3"}, ()),
    "a missing required argument": ({}, ("image",)),
    "a misspelt nested key": ({"worker_config": "{'max_replica': 1}"}, ()),
    "a wrong type": ({"image": "3"}, ()),
    "a misspelt argument": ({"imagee": '"x"'}, ()),
}


UNSEEN = {("a missing required argument", "keywords")}
"""What type checkers can't see, since arguments may be given as one object, too: the preview tells it."""
NAMED = {
    "a wrong kind of text": 'Argument "type" to "Endpoint"',
    "a wrong type": 'Argument "image" to "Endpoint"',
    "a misspelt nested key": 'Argument "worker_config" to "Endpoint"',
    "a misspelt argument": 'Unexpected keyword argument "imagee" for "Endpoint"; did you mean "image"?',
}


def spelled(spelling, args):
    keywords = ", ".join(f"{name}={value}" for name, value in args.items())
    mapping = "{" + ", ".join(f'"{name}": {value}' for name, value in args.items()) + "}"
    call = {
        "keywords": f'"x", {keywords}',
        "args object": f'"x", ppio.EndpointArgs({keywords})',
        "dictionary": f'"x", {mapping}',
    }[spelling]
    return f"from pulumi_serving import ppio\nppio.Endpoint({call})\n"


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """Run mypy once on all programs; return the errors by program."""
    folder = tmp_path_factory.mktemp("programs")
    programs = {"good": GOOD, "good alibaba": GOOD_ALIBABA}
    programs |= {mistake: f"from pulumi_serving import alibaba\n{line}\n" for mistake, line in BAD_ALIBABA.items()}
    heads = "import pulumi\nfrom pulumi_serving import ppio\n"
    programs |= {mistake: f"{heads}{line}\n" for mistake, line in BAD_OUTPUTS.items()}
    for spelling in ("keywords", "args object", "dictionary"):
        programs[f"good {spelling}"] = spelled(spelling, ARGS)
        for mistake, (changes, missing) in MISTAKES.items():
            args = {name: value for name, value in {**ARGS, **changes}.items() if name not in missing}
            programs[f"{mistake} {spelling}"] = spelled(spelling, args)
    files = {}
    for name, program in programs.items():
        files[name] = folder / (re.sub(r"\W", "_", name) + ".py")
        files[name].write_text(program)
    done = subprocess.run(
        [*TYPE_CHECK, *files.values()],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    lines = [line for line in done.stdout.splitlines() if ": error:" in line]
    return {name: [line for line in lines if file.name + ":" in line] for name, file in files.items()}


def test_good_programs_pass(errors):
    """Correct programs in every spelling pass mypy --strict."""
    assert {name: found for name, found in errors.items() if name.startswith("good") and found} == {}


@pytest.mark.parametrize("spelling", ["keywords", "args object", "dictionary"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_fail(errors, mistake, spelling):
    """Each mistake is an error in each spelling, as far as it can be seen."""
    assert bool(errors[f"{mistake} {spelling}"]) == ((mistake, spelling) not in UNSEEN)


@pytest.mark.parametrize("mistake", NAMED)
def test_a_mistake_names_its_argument(errors, mistake):
    """Where arguments are keywords, the one line names the argument that is wrong."""
    (line,) = errors[f"{mistake} keywords"]
    assert NAMED[mistake] in line


@pytest.mark.parametrize("mistake", [*BAD_ALIBABA, *BAD_OUTPUTS])
def test_other_mistakes_fail(errors, mistake):
    """So it is for the forms of a field that has several, and for what is read of outputs."""
    assert errors[mistake]
