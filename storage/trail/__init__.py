"""The audit trail: who saw, wrote or changed what, and when, in a chain nobody can alter unnoticed. See `storage/TRAIL.md`."""
