"""Data for the contract tests: the accounts of the simulated cloud."""

from __future__ import annotations

CONFIG = {"ppio:apiKey": "sk-simulator"}
"""Config of the simulator's first account; the tests add the base URL."""
OTHER_ACCOUNT = {"ppio:apiKey": "sk-simulator-2"}
BASE_URL_KEY = "ppio:baseUrl"
SECRETS = ["sk-simulator"]
"""What no error and no state may hold."""
