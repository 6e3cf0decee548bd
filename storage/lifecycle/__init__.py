"""How long what is kept is kept: retention by class, legal hold, subject access, erasure. See `storage/LIFECYCLE.md`."""
