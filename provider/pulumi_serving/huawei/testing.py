"""Data for the contract tests: the accounts of the simulated cloud."""

from __future__ import annotations

CONFIG = {
    "huaweicloud:accessKey": "SIMULATORACCESSKEY",
    "huaweicloud:secretKey": "simulator-secret-key",
    "huaweicloud:projectId": "0123456789abcdef0123456789abcdef",
    "huaweicloud:region": "cn-north-4",
    "huaweicloud:workspaceId": "5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
}
"""Config of the simulator's first account; the tests add the base URL."""
OTHER_ACCOUNT = {
    "huaweicloud:accessKey": "SIMULATORACCESSKEY2",
    "huaweicloud:secretKey": "simulator-secret-key-2",
    "huaweicloud:projectId": "fedcba9876543210fedcba9876543210",
    "huaweicloud:workspaceId": "b4a5c6d7e8f90a1b2c3d4e5f6a7b8c9d",
}
BASE_URL_KEY = "huaweicloud:fabricBaseUrl"
SECRETS = ["simulator-secret-key"]
"""What no error and no state may hold."""

NO_KEY = "huawei has no access_key, secret_key: run `pulumi config set --secret huaweicloud:accessKey ...`"
"""What a person reads who has set nothing at all; it may go on."""
REFUSED_KEY = "huaweicloud:secretKey"
"""The setting of which another value is refused by the cloud."""
REFUSAL = (
    "ListEndpoints failed: Incorrect IAM authentication information: verify aksk signature fail (HTTP 401, APIG.0301, "
    "request id "
)
"""How the line of that begins."""
KEY_ORIGIN = "the config key huaweicloud:accessKey and the config key huaweicloud:secretKey"
"""What that line says of where the key comes from."""
