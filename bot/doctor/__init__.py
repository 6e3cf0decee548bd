"""`cornerstone doctor`: is everything there that Cornerstone needs, and what is to be done where it is not."""
