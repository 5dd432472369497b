"""What is made from the code: the schema of stack files, and the docs' tables, pages and pictures.

`python -m tools.generate` writes them; with `--check` it only says which are stale.
"""
