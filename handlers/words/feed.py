"""The window of one's private calendar address. It is shown here once, and in no message: Slack keeps no windows."""

from datetime import date, tzinfo

from slack_sdk.models.blocks import Block

from handlers.words import kit
from handlers.words.phrases import day
from storage.records.feeds import FeedView

TITLE = "Your calendar"
NEW, OFF = "feed_new", "feed_off"
NONE = "none"
"""What a button carries where there is no address yet; else the id of the one it is about."""
NO_ADDRESS = (
    "Cornerstone cannot be reached from outside Slack here, so no calendar can read from it. To change that, the council has "
    "to set `CORNERSTONE_PUBLIC_URL`: ask your administrator."
)
UNSHOWN = (
    "Your calendar address was made, but Slack did not open the window that shows it. "
    "Type `/supervision calendar` and press *New address*."
)
ENDED = "Switched off: the address has ended. Take the calendar out of your application, which cannot read it any more."
OTHERWISE = "A new address has been made since this window was opened, so nothing was changed."
_HOLDS = (
    "It holds dates, case references and roles: sessions booked, what falls due, and what was held in the last 90 days. "
    "No names, and nothing of what was said."
)
_HOW = (
    "*Outlook:* _Add calendar_, _Subscribe from web_, and paste it.\n"
    "*Google Calendar*, on a computer: _Other calendars_, _+_, _From URL_, and paste it.\n"
    "*Apple Calendar:* _File_, _New Calendar Subscription_; on an iPhone _Calendars_, _Add Calendar_, "
    "_Add Subscription Calendar_."
)
_ONCE = (
    "Copy it now: Cornerstone keeps no copy and cannot show it again. Whoever has it can read your calendar, so keep it to "
    "yourself."
)


def made(address: str, feed: FeedView, *, is_another: bool) -> list[Block]:
    """The address, this once, and what to do with it."""
    ended = "The address you had before has ended: take that calendar out of your application. " if is_another else ""
    return [
        kit.section(f"*Your private calendar address*\n```{address}```"),
        kit.section(f"{ended}{_ONCE}"),
        kit.section(_HOW),
        kit.context(_HOLDS),
        kit.actions(kit.button("New address", NEW, feed.id), kit.button("Switch off", OFF, feed.id)),
    ]


def standing(feed: FeedView, today: date, zone: tzinfo, *, can_be_new: bool) -> list[Block]:
    """There is one: when it was made and last read, and that it cannot be shown again."""
    read = (
        f"A calendar last asked for it on *{day(feed.last_read_on, today)}*."
        if feed.last_read_on
        else "No calendar has asked for it yet."
    )
    new = (
        "If you have lost it, or somebody else may have it, press *New address*: the old one ends at once, in every calendar."
        if can_be_new
        else NO_ADDRESS
    )
    row = [kit.button("New address", NEW, feed.id)] if can_be_new else []
    return [
        kit.section(
            f"You have a private calendar address, made on *{day(feed.made_at.astimezone(zone).date(), today)}*. {read}"
        ),
        kit.section(f"Cornerstone keeps no copy of it, so it cannot be shown again. {new}"),
        kit.context(_HOLDS),
        kit.actions(*row, kit.button("Switch off", OFF, feed.id)),
    ]


def ended(*, can_be_new: bool) -> list[Block]:
    """There is none any more."""
    row = [kit.actions(kit.button("New address", NEW, NONE))] if can_be_new else []
    return [kit.section(ENDED), *row]
