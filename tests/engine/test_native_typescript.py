"""Programs in TypeScript through the native door: the example's whole life, its types, and mistakes."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.harness.control import KEY

from .conftest import NATIVE_MISTAKES

pytestmark = [pytest.mark.engine, pytest.mark.timeout(3000)]  # the first use builds a language host

EXAMPLE = Path(__file__).parents[2] / "examples" / "typescript"


def compile_(folder):
    """Return what the TypeScript compiler says."""
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(["node", compiler, "-p", "."], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_example(typescript, simulator):
    """The example passes the compiler, is previewed, made, left alone, changed, replaced, deleted; one is imported."""
    program = (EXAMPLE / "index.ts").read_text()
    typescript.write(program)
    assert compile_(typescript.folder) == (0, "")
    assert typescript.previewed_up("--diff").succeeded().lines("serving:ppio:Endpoint: (create)")
    assert len(simulator.living) == 3
    token = typescript.outputs["token"]
    assert token["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"
    assert typescript.outputs["embedder"].startswith("http")

    found = simulator.make("somebody-elses")
    words = ("serving:ppio:Endpoint", "found", found, "--yes", "--protect=false", "--generate-code=false")
    typescript.run("import", *words).succeeded()
    inputs = typescript.resources["found"]["inputs"].items()
    arguments = {key: value for key, value in inputs if key != "location" and not key.startswith("__")}
    program += f"new serving.ppio.Endpoint('found', {json.dumps(arguments)});"
    typescript.write(program)
    assert compile_(typescript.folder) == (0, "")
    typescript.up("--refresh", "--expect-no-changes").succeeded()

    typescript.config |= {"tests:image": "registry.example.com/llm:2"}
    typescript.write(program.replace("replicas: 1", "replicas: 2").replace('"sync"', '"async"', 1))
    typescript.up().succeeded()
    assert simulator.operations("create") == ["create"] * 5
    typescript.unchanged()
    typescript.destroy().succeeded()
    assert simulator.living == []


def test_the_programs_of_the_pages(typescript):
    """Every TypeScript program on a page passes the compiler."""
    pages = sorted((EXAMPLE.parents[1] / "docs").rglob("*.md"))
    found = [
        code for page in pages for code in re.findall(r"^```ts\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    ]
    assert len(found) >= 7
    names = [f"page{number}.ts" for number in range(len(found))]
    for name, code in zip(names, found, strict=True):
        (typescript.folder / name).write_text(code)
    settings = json.loads((typescript.folder / "tsconfig.json").read_text())
    (typescript.folder / "tsconfig.json").write_text(json.dumps({**settings, "files": names}))
    assert compile_(typescript.folder) == (0, "")


def test_mistakes(typescript, simulator):
    """The compiler finds a wrong name and a wrong type; what it can't find is a line each at the preview."""
    typescript.write("""
        import * as serving from "./serving";
        new serving.ppio.Endpoint("llm", {
            type: "", productId: "h100", image: "i", ports: [80000], workerConfig: { minReplicas: 4, maxReplicas: 3 },
            healthCheck: { path: "/live", port: 0 },
            envs: [{ key: "A", value: "s3cr3t" }, { key: "A", value: "s3cr3t" }],
        });
        """)
    assert compile_(typescript.folder) == (0, "")
    done = typescript.run("preview").failed()
    assert sorted(done.problems("llm")) == NATIVE_MISTAKES
    assert "s3cr3t" not in done.out
    assert KEY not in done.out
    assert simulator.operations() == []

    typescript.write("""
        import * as serving from "./serving";
        const rest = { image: "i", workerConfig: { maxReplicas: 3 } };
        new serving.ppio.Endpoint("a", { typ: "sync", productId: "3", ...rest });
        new serving.ppio.Endpoint("b", { type: "sync", productId: 3, ...rest });
        """)
    code, said = compile_(typescript.folder)
    assert code != 0
    assert "'typ' does not exist in type 'EndpointArgs'" in said
    assert "Type 'number' is not assignable to type 'Input<string>'" in said
