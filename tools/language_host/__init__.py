"""A Pulumi language host for Python programs and policy packs.

Official releases of the CLI bring `pulumi-language-python`; a CLI built from Go modules does not.
Then the launcher `.venv/bin/pulumi-language-python` starts this package in its place.

engine -> host (servicer) -> guard -> program or policy pack
"""
