"""Our endpoints, with one wait for all of them."""

import pulumi
from shape import ENDPOINTS

from pulumi_serving import ppio, wait_until_ready

endpoints = [ppio.Endpoint(name, {**arguments, "wait_until_ready": False}) for name, arguments in ENDPOINTS.items()]
pulumi.export("urls", [endpoint.url for endpoint in wait_until_ready(endpoints)])
