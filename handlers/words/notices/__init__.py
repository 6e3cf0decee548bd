"""One file a notice kind: what it says and which buttons stand under it."""
