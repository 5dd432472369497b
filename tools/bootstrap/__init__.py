"""What `python3 -m tools.setup` does: the virtual environment, then the Pulumi CLI.

Standard library only, on the system's own Python.
"""
