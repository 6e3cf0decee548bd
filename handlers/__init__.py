"""A Slack request in, a reply out. Only `listeners` answers Slack; every word the bot says is in `words`."""

from handlers.listeners import ARRIVED, Edge, register
from handlers.shape import NotSlacksError, check

__all__ = ["ARRIVED", "Edge", "NotSlacksError", "check", "register"]
