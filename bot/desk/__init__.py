"""The desk: a local, strict stand-in for Slack. The only one in the project."""

from bot.desk.client import NotTakenError, Person
from bot.desk.conversations import Message
from bot.desk.desk import Desk
from bot.desk.faults import Trouble
from bot.desk.interactions import NotThereError
from bot.desk.kinds import Command, Member, Shortcut, TimeMachine, Timing, Workspace
from bot.desk.reading import words_of
from bot.desk.views import View

__all__ = [
    "Command",
    "Desk",
    "Member",
    "Message",
    "NotTakenError",
    "NotThereError",
    "Person",
    "Shortcut",
    "TimeMachine",
    "Timing",
    "Trouble",
    "View",
    "Workspace",
    "words_of",
]
