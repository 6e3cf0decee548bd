"""Notices, the messages that carry them, and what those say when they are sent."""
