"""What a manager looks at: each figure counted from the facts as they stood at an instant, with the list behind it."""

from scheduling.measures.counted import EVERY, Figure, counted
from scheduling.measures.measured import measured
from scheduling.measures.shapes import Action, Asked, Item, Moved, OnFile, Signing, Trained
from scheduling.measures.table import MEASURES, Measure, cited_by, measures_of

__all__ = [
    "EVERY",
    "MEASURES",
    "Action",
    "Asked",
    "Figure",
    "Item",
    "Measure",
    "Moved",
    "OnFile",
    "Signing",
    "Trained",
    "cited_by",
    "counted",
    "measured",
    "measures_of",
]
