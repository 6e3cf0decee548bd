"""Once, to the supervisor's line manager."""

from collections.abc import Sequence

from handlers.words.buttons import WHY, WILL_HAPPEN
from handlers.words.duties import BOOKABLE
from handlers.words.facts import facts
from handlers.words.lead import owed, was_due
from handlers.words.passing import was_to_come
from handlers.words.phrases import count, possessive, who
from handlers.words.snoozing import for_next
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (WILL_HAPPEN, WHY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann's supervision with @Tom was due on 2 March and has not been recorded. That is more than three weeks. …`"""
    return "\n".join([_what(items, message), *_facts(items, message), _yours(items[0], message)])


def _what(items: Sequence[ItemView], message: MessageView) -> str:
    then = " and have not been recorded" if len(items) > 1 else " and has not been recorded"
    weeks = ((message.on - owed(items[0]).due_on).days - 1) // 7
    late = f" That is more than {count(weeks, 'week')}." if weeks else ""
    return was_due(items, message.recipient, message.on, then) + late + was_to_come(items[0], message.on)


def _facts(items: Sequence[ItemView], message: MessageView) -> list[str]:
    found = [facts(items[0], message.on)] if owed(items[0]).kind in BOOKABLE and len(items) == 1 else []
    return [*found, *filter(None, [for_next(items)])]


def _yours(item: ItemView, message: MessageView) -> str:
    supervisor = who(item.supervisor)
    say = "say when it will happen" if owed(item).kind in BOOKABLE else "agree when it will happen"
    can = f"You can arrange cover, ask {supervisor}, or {say}."
    if item.line_manager and item.line_manager.id == message.recipient.id:
        return f"It is with you now as {possessive(supervisor)} line manager. {can}"
    if item.line_manager is None:
        return f"It is with you because no line manager is on record for {supervisor}. {can}"
    return f"It is with you now, as a manager above {supervisor}. {can}"
