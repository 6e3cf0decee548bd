"""Nobody is in a hurry: for whatever is not about how long people wait, on a machine with other tests on every core."""

from datetime import timedelta
from pathlib import Path

from bot.demo import Demo
from bot.desk.kinds import Timing
from handlers.patience import Patience

UNHURRIED = Patience(work=20.0, answer=22.0, trigger=27.0, given_up=30.0)
"""More than Slack has: here only the machine is slow. Who asks about time brings a patience of their own."""
AN_ANSWER = timedelta(seconds=UNHURRIED.work)
"""For the pages of programs and calendars, which have a time of their own."""
SLACK = Timing(ack_seconds=30.0, trigger_seconds=30.0)


def sample_council(home: Path) -> Demo:
    """The demo on its first Monday, 08:55; time passes only by its time machine."""
    return Demo(home, 0, ticking=False, patience=UNHURRIED, timing=SLACK)
