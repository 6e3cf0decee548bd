"""How samples are drawn, by number: kept with each, so that what was drawn another way can still be drawn again as it was."""

from typing import Final

FIRST: Final = 1
"""All by chance; from files the auditor had covered for, too; and for what was left of a period somebody came into post in."""
NOW: Final = 2
"""Files whose year is nearly up come first; none that the auditor covered for within the year; for whole periods only."""
