"""The words around something to read that takes several windows."""

NEXT = "More"
PREVIOUS = "Back"
