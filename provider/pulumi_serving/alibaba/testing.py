"""Data for the contract tests: the accounts of the simulated cloud."""

from __future__ import annotations

CONFIG = {
    "alicloud:accessKey": "simulator-access-key-id",
    "alicloud:secretKey": "simulator-access-key-secret",
    "alicloud:region": "cn-shanghai",
}
"""Config of the simulator's first account; the tests add the base URL."""
OTHER_ACCOUNT = {
    "alicloud:accessKey": "simulator-access-key-id-2",
    "alicloud:secretKey": "simulator-access-key-secret-2",
}
SECRETS = ["simulator-access-key-id", "simulator-access-key-secret"]
"""What no error and no state may hold."""
BASE_URL_KEY = "alicloud:easBaseUrl"
