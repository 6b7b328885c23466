"""Resources of a provider that does nothing, with the properties of ours: what of our time is Pulumi's own."""

from shape import ENDPOINTS
from wide_provider import Endpoint

for name, arguments in ENDPOINTS.items():
    Endpoint(name, arguments)
