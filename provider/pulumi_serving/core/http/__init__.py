"""Requests to a cloud and the reading of its answers."""
