"""What somebody's morning message says on a day, as the sender would word it, and pressing a button under it."""

from datetime import date, datetime, time

from handlers.prepare import for_message
from handlers.words import kit
from handlers.words import messages as words
from storage import SINGLE
from storage.models import MessageRow
from storage.notices.rendering import render
from storage.sweep import sweep
from tests.handlers.office import LONDON, Office, staff_id


def morning(office: Office, key: str, on: date) -> kit.Rendered | None:
    """At five past nine that day, the night and the sweep done; None where there is nothing to say."""
    office.now[0] = datetime.combine(on, time(9, 5), LONDON)
    sweep(office.store, SINGLE, office.now[0])
    with office.store.read(SINGLE, office.now[0]) as work:
        mine = {"workspace": SINGLE, "recipient_id": staff_id(key), "kind": "morning", "day_on": on}
        row = work.session.query(MessageRow).filter_by(**mine).one_or_none()
        view = render(work, row.id, is_posted=False) if row else None
        said = words.message(view, for_message(work, view)) if view and view.items else None
        vars(work).pop("trail", None)
        return said
