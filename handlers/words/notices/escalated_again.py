"""Each week after the escalation, to the next manager up."""

from collections.abc import Sequence

from handlers.words.buttons import WHY, WILL_HAPPEN
from handlers.words.duties import BOOKABLE
from handlers.words.facts import facts
from handlers.words.lead import owed, was_due
from handlers.words.passing import was_to_come
from handlers.words.phrases import count, who
from handlers.words.snoozing import for_next
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (WILL_HAPPEN, WHY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann's supervision with @Tom was due on 2 March and has not been recorded. That is more than four weeks. …`"""
    first = items[0]
    weeks = ((message.on - owed(first).due_on).days - 1) // 7
    then = " and have not been recorded" if len(items) > 1 else " and has not been recorded"
    said = was_due(items, message.recipient, message.on, then) + f" That is more than {count(weeks, 'week')}."
    lines = [said + was_to_come(first, message.on)]
    if owed(first).kind in BOOKABLE and len(items) == 1:
        lines.append(facts(first, message.on))
    lines += filter(None, [for_next(items)])
    told = f"{who(first.line_manager)} has been told" if first.line_manager else "The managers before you have been told"
    if first.line_manager and first.line_manager.id == message.recipient.id:
        told = "You have been told before"
    say = "say when it will happen" if owed(first).kind in BOOKABLE else "agree when it will happen"
    lines.append(f"{told} and it is still open. You can arrange cover, ask {who(first.supervisor)}, or {say}.")
    return "\n".join(lines)
