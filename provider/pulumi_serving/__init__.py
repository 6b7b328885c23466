"""Model-serving endpoints as Pulumi resources."""
