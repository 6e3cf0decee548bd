"""Samples of supervision files drawn at random for audit: which files, how many, and for whom (Manchester 5.2, 5.3)."""

from scheduling.sampling.drawing import Drawn, draw, redraw
from scheduling.sampling.files import File, files_for
from scheduling.sampling.methods import FIRST, NOW
from scheduling.sampling.pressing import first_until, pressing
from scheduling.sampling.quotas import Quota, quotas

__all__ = ["FIRST", "NOW", "Drawn", "File", "Quota", "draw", "files_for", "first_until", "pressing", "quotas", "redraw"]
