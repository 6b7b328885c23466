"""Our endpoints, with one wait for all of them."""

from shape import ENDPOINTS

from pulumi_serving import ppio, wait_until_ready

endpoints = [ppio.Endpoint(name, {**arguments, "wait_until_ready": False}) for name, arguments in ENDPOINTS.items()]
wait_until_ready(endpoints)
