"""Data for the contract tests: the accounts of the simulated cloud."""

from __future__ import annotations

CONFIG = {"ppio:apiKey": "sk-simulator"}
"""Config of the simulator's first account; the tests add the base URL."""
OTHER_ACCOUNT = {"ppio:apiKey": "sk-simulator-2"}
BASE_URL_KEY = "ppio:baseUrl"
SECRETS = ["sk-simulator"]
"""What no error and no state may hold."""

NO_KEY = "ppio has no api_key: run `pulumi config set --secret ppio:apiKey`, or set PPIO_API_KEY"
"""What a person reads who has set nothing at all; it may go on."""
REFUSED_KEY = "ppio:apiKey"
"""The setting of which another value is refused by the cloud."""
REFUSAL = "List endpoints failed: the API key is missing or wrong (HTTP 401, FAILED_TO_AUTH, request id "
"""How the line of that begins."""
KEY_ORIGIN = "The key comes from the config key ppio:apiKey."
"""What that line says of where the key comes from."""
