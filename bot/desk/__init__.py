"""The desk: a local, strict stand-in for Slack. The only one in the project."""

from bot.desk.client import NotTakenError, Person
from bot.desk.codes import App
from bot.desk.conversations import Message
from bot.desk.desk import Desk
from bot.desk.faults import Trouble
from bot.desk.interactions import NotThereError
from bot.desk.kinds import Command, Member, Shortcut, TimeMachine, Timing, Workspace
from bot.desk.reading import words_of
from bot.desk.town import Town
from bot.desk.views import View

__all__ = [
    "App",
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
    "Town",
    "Trouble",
    "View",
    "Workspace",
    "words_of",
]
