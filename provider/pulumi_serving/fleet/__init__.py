"""Fleets: the endpoints of a stack, from its config."""
