"""Set-up of a checkout: its Python environment, the Pulumi CLI and its language host."""
