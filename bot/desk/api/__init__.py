"""Slack's Web API, as far as the bot uses it: one table of methods, one door."""

from bot.desk.api.door import api_blueprint

__all__ = ["api_blueprint"]
