"""Programs in YAML through the native door: the example's whole life, and endpoints that somebody else has made."""

import json
from pathlib import Path

import pytest
from tests.harness.control import KEY

from .clouds import CLOUDS
from .conftest import NATIVE_MISTAKES
from .project import PROJECT

pytestmark = [pytest.mark.engine, pytest.mark.timeout(3000)]  # the first use builds a language host

ROOT = Path(__file__).parents[2]


ARGUMENTS = {
    "alibaba": {"serviceSpec": "llama_7b_fp16", "replicas": 1},
    "huawei": {
        "type": "inference",
        "description": "a",
        "reservedResource": {"mu": {"specCode": "mu.llama3.8b", "min": 0, "max": 1}},
    },
    "ppio": {
        "type": "sync",
        "productId": "rtx4090-24g",
        "image": "registry.example.com/llm:1.4",
        "workerConfig": {"maxReplicas": 3, "gpuNum": 1},
    },
}
"""What somebody else's endpoints are made of."""
CHANGES = {
    "alibaba": ("replicas: 1", "replicas: 2"),
    "huawei": ("description: a", "description: b"),
    "ppio": ("llm:1.4", "llm:2"),
}
"""A change in place in an imported program."""


def test_the_example(yaml, simulator):
    """The example is previewed, made, unchanged, refreshed, changed and replaced, and deleted; the ledger is empty."""
    program = (ROOT / "examples" / "yaml" / "Pulumi.yaml").read_text()
    yaml.write(program)
    preview = yaml.previewed_up("--diff").succeeded().out.partition("Updating (")[0]
    assert preview.count("(create)") == 4  # the stack itself among them
    assert len(simulator.living) == 3
    yaml.unchanged()
    yaml.up("--refresh", "--expect-no-changes").succeeded()
    shown = json.dumps(yaml.state)
    assert 'llama"' not in shown.replace("llama_7b", "")
    assert yaml.outputs["embedderToken"]["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"

    changed = program.replace("llm:1.4", "llm:2")
    changed = changed.replace("      type: sync", "      type: async").replace("replicas: 1", "replicas: 2")
    yaml.write(changed)
    shown = yaml.previewed_up("--diff").succeeded()
    assert shown.lines("~ replicas", "1 => 2")
    assert shown.lines("type", '"sync" => "async"')
    assert simulator.operations("create") == ["create"] * 4
    yaml.unchanged()
    yaml.destroy().succeeded()
    assert simulator.living == []


def test_import(yaml, simulator):
    """Five endpoints of each cloud that were made elsewhere are imported: by hand, by a file, by an option."""
    tokens = {name: "serving:" + cloud.resource.replace(".", ":") for name, cloud in CLOUDS.items()}
    token_of = {f"{name}{number}": tokens[name] for name in CLOUDS for number in range(5)}
    firsts, lasts = [f"{name}0" for name in CLOUDS], [f"{name}4" for name in CLOUDS]
    program = {"name": PROJECT, "runtime": "yaml"}
    made = {each: {"type": token, "properties": ARGUMENTS[each[:-1]]} for each, token in token_of.items()}
    yaml.write(json.dumps({**program, "resources": made}))
    yaml.up().succeeded()
    ids = {each: resource["id"] for each, resource in yaml.resources.items()}
    live = {each: resource["outputs"]["name"] for each, resource in yaml.resources.items()}
    yaml.run("state", "delete", "--all", "--yes").succeeded()  # they are somebody else's from now on
    writes = len(simulator.writes)

    yaml.write(json.dumps(program))
    by_hand = {}
    for each in firsts:
        file = f"{each}.yaml"
        done = yaml.run(
            "import", token_of[each], each, ids[each], "--yes", "--protect=false", "--out", file
        ).succeeded()
        assert "error" not in done.out
        by_hand[each] = resources_of(yaml.folder / file)
    others = [each for each in token_of if each not in (*firsts, *lasts)]
    wanted = {"resources": [{"type": token_of[each], "name": each, "id": ids[each]} for each in others]}
    (yaml.folder / "import.json").write_text(json.dumps(wanted))
    yaml.run("import", "--file", "import.json", "--yes", "--protect=false", "--out", "more.yaml").succeeded()
    by_option = [
        by_hand[first].replace(live[first], live[last]).replace(f"{first}:", f"{last}:")
        + f"    options: {{import: {ids[last]}}}\n"
        for first, last in zip(firsts, lasts, strict=True)
    ]
    texts = [*by_hand.values(), resources_of(yaml.folder / "more.yaml"), *by_option]
    imported = f"name: {PROJECT}\nruntime: yaml\nresources:\n" + "".join(texts)
    yaml.write(imported)
    assert yaml.up().succeeded().touched == {last: {"import"} for last in lasts}
    assert len(simulator.writes) == writes
    assert not [line for line in by_hand["ppio0"].splitlines() if line.strip().endswith(': ""')]

    for before, after in CHANGES.values():
        assert before in imported
        imported = imported.replace(before, after, 1)
    yaml.write(imported)
    assert yaml.up().succeeded().touched == {first: {"update"} for first in firsts}
    assert len(simulator.writes) == writes + len(CLOUDS)
    assert len(simulator.living) == 5 * len(CLOUDS)
    yaml.destroy().succeeded()
    assert simulator.living == []


def resources_of(file):
    """Return what a program that ``pulumi import`` has printed declares."""
    return file.read_text().partition("resources:\n")[2]


def test_mistakes(yaml, simulator):
    """Five mistakes in arguments are a line each, and so is a misspelt setting, without a traceback or a key."""
    yaml.write("""
        name: serving-yaml
        runtime: yaml
        resources:
          llm:
            type: serving:ppio:Endpoint
            properties:
              type: ""
              productId: h100
              image: registry.example.com/llm:1.4
              ports: [80000]
              workerConfig: {minReplicas: 4, maxReplicas: 3}
              healthCheck: {path: /live, port: 0}
              envs: [{key: A, value: "s3cr3t"}, {key: A, value: "s3cr3t"}]
        """)
    done = yaml.run("preview").failed()
    assert sorted(done.problems("llm")) == NATIVE_MISTAKES
    assert "s3cr3t" not in done.out
    assert KEY not in done.out

    yaml.config["serving:ppio"]["apiKeyy"] = "sk-wrong"
    done = yaml.run("preview").failed()
    assert done.lines("'default' has a problem: serving:ppio.apiKeyy: is no setting; did you mean apiKey?")
    assert "sk-wrong" not in done.out
    assert simulator.operations() == []


def test_a_fleet(yaml, simulator):
    """A fleet in YAML tells all its mistakes at once, makes its endpoints together, and goes as it came."""
    program = """
        name: serving-yaml
        runtime: yaml
        resources:
          fleet:
            type: serving:index:Fleet
            properties:
              defaults:
                ppio: {type: sync, productId: rtx4090-24g, workerConfig: {maxReplicas: 2, gpuNum: 1}}
              endpoints:
                llm: {cloud: ppio, image: "registry.example.com/llm:1.4", envs: [{key: A, value: s3cr3t-value}]}
                embedder: {cloud: alibaba, serviceSpec: llama_7b_fp16, replicas: 1, timeouts: {create: 40m}}
        outputs:
          url: ${fleet.endpoints.llm.url}
          token: ${fleet.tokens.embedder}
        """
    yaml.write(program.replace("maxReplicas", "maxReplica").replace("cloud: alibaba", "cloud: alibabaa"))
    done = yaml.run("preview").failed()
    assert done.lines("serving:defaults.ppio.workerConfig.maxReplica: is not an argument; did you mean maxReplicas?")
    assert done.lines("serving:endpoints.embedder.cloud: is not a cloud; did you mean alibaba?")
    assert simulator.operations() == []

    yaml.write(program)
    yaml.up().succeeded()
    assert yaml.outputs["url"].startswith("https://")
    assert yaml.outputs["token"]["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"
    assert "s3cr3t-value" not in json.dumps(yaml.state)
    yaml.unchanged()
    yaml.destroy().succeeded()
    assert simulator.living == []
    assert len(simulator.endpoints) == 2
