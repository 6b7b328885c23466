"""The engine's own provider protocol, served by this package: every language, ``pulumi import``, fuller previews."""
