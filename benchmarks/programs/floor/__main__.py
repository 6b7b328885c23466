"""Resources of a dynamic provider that does nothing: what Pulumi itself takes."""

from floor_provider import Endpoint
from shape import ENDPOINTS

for name, arguments in ENDPOINTS.items():
    Endpoint(name, arguments)
