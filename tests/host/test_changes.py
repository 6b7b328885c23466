"""A change of one argument: it shows this one alone, updates or replaces as documented, and arrives."""

import pytest
from tests.harness.control import BASE

CHANGES = {
    "image": ("registry.example.com/llm:2", "update"),
    "product_id": ("h100", "update"),
    "registry_auth_id": ("registry-auth-2", "update"),
    "entrypoint": ("/bin/other", "update"),
    "command": ("--loud", "update"),
    "policy": ({"type": "queue", "value": 9}, "update"),
    "volumes": ([{"type": "local", "size": 20, "mount_point": "/tmp/x"}], "update"),
    "envs": ([{"key": "A", "value": "1"}], "update"),
    "ports": ([9000], "update"),
    "health_check": ({"path": "/ready", "port": 80}, "update"),
    "region_id": ("us-dallas-nas-2", "update"),
    "worker_config": ({"min_replicas": 0, "max_replicas": 5, "gpu_num": 1}, "update"),
    "name": ("a-name", "update"),
    "app_name": ("chat", "replace"),
    "type": ("async", "replace"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change(lab, stack, name):
    """A preview sends nothing and names this argument alone; an up does what it said, after which nothing differs."""
    wanted, operation = CHANGES[name]
    stack.up(BASE).succeeded()
    first = stack.current
    changed = {**BASE, name: wanted}
    shown, differing = stack.changes(changed)
    assert lab.writes == ["POST"]
    assert shown == operation
    assert differing == ({name, "__named_by"} if name == "name" else {name})  # whose name it is differs, too
    stack.up(changed).succeeded()
    assert (stack.current.id == first.id) == (operation == "update")
    assert lab.writes == ["POST", *(["PUT"] if operation == "update" else ["POST", "DELETE"])]
    live = lab.show(stack.current.id)[name]
    assert live == wanted if not isinstance(wanted, dict) else wanted.items() <= live.items()
    assert [endpoint["id"] for endpoint in lab.living] == [stack.current.id]
    assert stack.preview(changed) == "same"
