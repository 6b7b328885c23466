"""The endpoints of a plain dynamic provider."""

from plain_provider import Endpoint
from shape import ENDPOINTS

for name, arguments in ENDPOINTS.items():
    Endpoint(name, arguments)
