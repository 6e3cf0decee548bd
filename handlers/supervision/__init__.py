"""`/supervision`: one file a subcommand; the table is in `command.py`."""
