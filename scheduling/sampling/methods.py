"""How samples are drawn, by number: kept with each, so that what was drawn another way can still be drawn again as it was."""

from typing import Final

FIRST: Final = 1
"""Whoever had covered for a supervisor could be given what is in part their own work."""
NOW: Final = 2
"""Who has covered within the year is given none of it."""
