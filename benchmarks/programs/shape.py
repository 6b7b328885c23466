"""The endpoints that every program declares, the same for all sides; beside each program when it runs."""

import pulumi

COUNT = pulumi.Config("benchmark").require_int("count")
ENDPOINTS = {
    f"endpoint-{number:03}": {
        "name": f"endpoint-{number:03}",
        "type": "sync",
        "product_id": "rtx4090-24g",
        "image": "registry.example.com/llm:1.4",
        "worker_config": {"min_replicas": 1, "max_replicas": 3, "gpu_num": 1},
    }
    for number in range(COUNT)
}
