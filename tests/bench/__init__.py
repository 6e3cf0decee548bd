"""Figures with the command that reproduces them: `python -m tests.bench NAME [--json]`. Never timed assertions in the suite."""
