"""What the outbox is held against, each as its own documentation would have it."""
