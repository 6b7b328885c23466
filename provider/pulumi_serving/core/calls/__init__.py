"""One call of the engine: what a verb is told of it, how long it may take, and when it must end."""
