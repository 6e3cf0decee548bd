"""`/case open`, `allocate`, `category`, `close`, `joint`, `planned`, `children`, `family`: what a case is and whose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.casework import reading
from handlers.casework.asked import Asked, read, read_leniently, split
from handlers.dates import Toward
from handlers.filling import opening
from handlers.forms import bringing as bringing_form
from handlers.forms import case as form
from handlers.forms import family as family_form
from handlers.forms import joint as joint_form
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import plain
from handlers.words import joint as joint_words
from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Keeping:
    """One of these words: done in one go where the line is whole, else asked for in a form with what was typed."""

    word: str
    kinds: str
    """What stands in it besides the reference and a day (`asked.read`); `pp`: several people."""
    toward: Toward
    is_whole: Callable[[Asked], bool]
    save: Callable[[Request, UnitOfWork, Asked, date], Reply]
    modal: Callable[..., dict[str, Any]]

    def run(self, request: Request, work: UnitOfWork, rest: str) -> Reply:
        """Do it. What stands in place of the reference and is none is left out: it is shown, stored and kept nowhere."""
        asked = read(request, work, self.word, rest, kinds=self.kinds)
        if not (asked.ref and asked.is_reference and self.is_whole(asked)):
            return self._form(request, work, asked, "")
        return self.save(request, work, asked, asked.day(request, self.toward, self.word))

    def refill(self, request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
        """The form with as much of it as can be read."""
        return self._form(request, work, read_leniently(request, work, self.word, rest, kinds=self.kinds), draft)

    def _form(self, request: Request, work: UnitOfWork, asked: Asked, draft: str) -> Reply:
        known: dict[str, Any] = {"on": asked.day_if_any(request, self.toward), "draft": draft}
        known |= {"category": asked.category} if "c" in self.kinds else {}
        known |= {"role": asked.role} if "r" in self.kinds else {}
        known |= {"people": asked.people} if "pp" in self.kinds else {}
        known |= {"worker": asked.people[0] if asked.people else None} if self.kinds.count("p") == 1 else {}
        known |= {} if asked.is_reference else {"told": form.not_a_reference(work)}
        return show(self.modal(request, work, asked.ref if asked.is_reference else "", **known))


OPEN = Keeping(
    "open",
    "cp",
    Toward.PAST,
    lambda asked: bool(asked.category and asked.people),
    lambda request, work, asked, on: form.opened(request, work, asked.ref, asked.category, asked.people[0].id, on),
    form.open_modal,
)
ALLOCATE = Keeping(
    "allocate",
    "rp",
    Toward.FUTURE,
    lambda asked: bool(asked.people),
    lambda request, work, asked, on: form.allocated(
        request, work, asked.ref, asked.people[0].id, asked.role or "key_worker", on
    ),
    form.allocate_modal,
)
CATEGORY = Keeping(
    "category",
    "c",
    Toward.PAST,
    lambda asked: bool(asked.category),
    lambda request, work, asked, on: form.categorised(request, work, asked.ref, asked.category, on),
    form.category_modal,
)
CLOSE = Keeping(
    "close",
    "",
    Toward.PAST,
    lambda asked: True,
    lambda request, work, asked, on: form.closed(request, work, asked.ref, on),
    form.close_modal,
)


REVIEW = Keeping(
    "review",
    "",
    Toward.FUTURE,
    lambda asked: bool(asked.typed_on),
    lambda request, work, asked, on: form.pointed(request, work, asked.ref, on),
    form.review_modal,
)
GROUP = Keeping(
    "group",
    "p",
    Toward.FUTURE,
    lambda asked: bool(asked.typed_on),
    lambda request, work, asked, on: bringing_form.planned(
        request, work, asked.ref, asked.people[0].id if asked.people else "", on
    ),
    bringing_form.modal,
)
JOINT = Keeping(
    "joint",
    "pp",
    Toward.FUTURE,
    lambda asked: len(asked.people) > 1,
    lambda request, work, asked, on: joint_form.begun(request, work, asked.ref, [each.id for each in asked.people], on),
    joint_form.modal,
)


def join(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The lead first, and whoever works it with them; or that it is over."""
    ref, is_reference, after = split(request, work, rest)
    word, _, typed_on = after.partition(" ")
    if not (is_reference and plain(word).casefold() in joint_words.ENDS):
        return JOINT.run(request, work, rest)
    on = reading.take_day(request, typed_on, f"joint {ref} {plain(word)}")
    return joint_form.ended(request, work, ref, on)


def planned(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The planning meeting of joint work, on the policy's form."""
    ref, after = reading.take_ref(request, work, "planned", rest)
    on = reading.take_day(request, after, f"planned {ref}") if plain(after) else None
    return opening.joint_planning_meeting(request, work, ref, on.isoformat() if on else "")


def children(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Its children by reference; a name is none. Without any the form asks."""
    ref, after = reading.take_ref(request, work, "children", rest)
    if not plain(after):
        return show(family_form.modal(request, work, ref))
    return family_form.named(request, work, ref, plain(after))


def family(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Another case of the same family, or none. Without one the form asks."""
    ref, after = reading.take_ref(request, work, "family", rest)
    typed = plain(after).removeprefix("with ").strip()
    if not typed:
        return show(family_form.modal(request, work, ref))
    return family_form.joined(request, work, ref, "" if typed.casefold() in joint_words.NO_FAMILY else typed)


def of_family(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form of both, with what is known."""
    ref, _ = reading.take_ref(request, work, "family", rest)
    return show(family_form.modal(request, work, ref))
