"""The six verbs of the engine, and the waits."""
