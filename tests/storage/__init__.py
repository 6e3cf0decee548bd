"""Storage: what is kept, who may see it, what is told of it."""
