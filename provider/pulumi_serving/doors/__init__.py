"""The ways by which the engine reaches the verbs of core."""
