"""What a manager looks at: each figure counted from the facts as they stood at an instant, with the list behind it."""

from scheduling.measures.counted import Figure, counted
from scheduling.measures.measured import measured
from scheduling.measures.shapes import Asked, Item, Moved, Signing, Trained
from scheduling.measures.table import MEASURES, Measure

__all__ = ["MEASURES", "Asked", "Figure", "Item", "Measure", "Moved", "Signing", "Trained", "counted", "measured"]
