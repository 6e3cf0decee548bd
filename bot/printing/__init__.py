"""Papers and workbooks to hand over: set in a font that has everybody's name, every page numbered, with the trail's head."""
