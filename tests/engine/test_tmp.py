import json, sys, copy
import pytest
from pulumi_serving.huawei.testing import RAY_SERVICE
import importlib
pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

def test_x(stack, simulator, cloud):
    if cloud.name != "huawei": pytest.skip("x")
    stack.use(cloud)
    cfg={"type":"ray_service","config":{"ray_service_config":RAY_SERVICE}}
    prog = f"""
ARGS = {cfg!r}
own = huawei.Endpoint("own", **ARGS)
found = huawei.Endpoint.get("found", own.id)
pulumi.export("d", found.config)
"""
    stack.program(prog)
    print(stack.up())
    print(json.dumps(stack.resources, indent=1))
    st=json.dumps(stack.state)
    print("LEAK", [ (k, "a-secret-value" in json.dumps(v.get("inputs")), "a-secret-value" in json.dumps(v.get("outputs"))) for k,v in stack.resources.items()])
    stack.program(prog.replace("obs://data/prompts","obs://data/prompts-2").replace("'max_replicas': 4","'max_replicas': 5"))
    print(stack.preview())
    print(stack.run("preview","--json"))
    print(stack.refresh())
    print(stack.unchanged)
    assert 0
