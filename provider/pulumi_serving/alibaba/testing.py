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

NO_KEY = (
    "alibaba has no access_key: run `pulumi config set --secret alicloud:accessKey`, or set ALICLOUD_ACCESS_KEY or "
    "ALIBABA_CLOUD_ACCESS_KEY_ID; alibaba has no secret_key: run "
)
"""What a person reads who has set nothing at all; it may go on."""
REFUSED_KEY = "alicloud:secretKey"
"""The setting of which another value is refused by the cloud."""
REFUSAL = (
    "DescribeService failed: Specified signature does not match our calculation. Check the secret (HTTP 400, "
    "SignatureDoesNotMatch, request id "
)
"""How the line of that begins."""
KEY_ORIGIN = (
    "The secret key does not belong to the access key. The credentials come from the config key alicloud:accessKey and "
    "the config key alicloud:secretKey."
)
"""What that line says of where the key comes from."""
