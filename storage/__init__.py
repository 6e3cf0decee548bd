"""Facts, obligations, outbox: what is kept, and who may see it. Every read of a record names its viewer."""

SINGLE = "council"
"""The workspace of an installation that has only one."""
