"""Dynamic providers: Pulumi's Python plug-in host on one side, its Python SDK on the other."""
