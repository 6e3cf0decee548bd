"""The parts of the Home tab, by role."""
