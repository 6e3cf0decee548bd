"""Who is told in somebody's place: whoever covers for them, else their manager, before anything skips upwards."""

from collections.abc import Callable, Collection

Next = Callable[[str], str | None]


def deputy(person: str, is_there: Callable[[str], bool], cover: Next, manager: Next, apart: Collection[str] = ()) -> str | None:
    """The first who is there, from this person on: themselves, then who covers for them, then their manager, each in turn.

    `apart` are those it is about: nobody is told of their own lateness. `cover` names whoever covers today. Walks no ring
    twice; None where nobody is left, who must then be reported (`scheduling.reaching`).
    """
    waiting, seen = [person], set[str]()
    while waiting:
        who = waiting.pop(0)
        if who in seen:
            continue
        seen.add(who)
        if who not in apart and is_there(who):
            return who
        # Whoever covers comes before the manager, and so do those who cover for whoever covers.
        waiting[:0] = [each for each in (cover(who), manager(who)) if each is not None]
    return None
