"""`/case`: cases kept by hand, looked at, and flagged."""
