"""Our endpoints; each waits for itself, inside of its create."""

from shape import ENDPOINTS

from pulumi_serving import ppio

for name, arguments in ENDPOINTS.items():
    ppio.Endpoint(name, arguments)
