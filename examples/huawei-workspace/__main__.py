"""
An endpoint in a workspace of its own.

The settings need no ``huaweicloud:workspaceId`` then. The workspace is deleted after all that is in it.
"""

import pulumi

from pulumi_serving import huawei

config = pulumi.Config()

team = huawei.Workspace(
    "team",
    name="team-models",
    description=config.get("description") or "Models of the team",
    metastore_id=config.get("metastoreId"),
    enterprise_project_id=config.get("enterpriseProjectId") or "0",
)

chat = huawei.Endpoint(
    "chat",
    workspace_id=team.id,
    type="inference",
    description=config.get("description") or "A chat model",
    reserved_resource={"mu": {"spec_code": "mu.llama3.8b", "min": 0, "max": 1}},
)

pulumi.export("workspace_id", team.id)
pulumi.export("chat_status", chat.status)
pulumi.export("chat_url", chat.url)
