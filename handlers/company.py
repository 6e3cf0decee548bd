"""Going in together: whoever waits for the same turn shares it, so that a crowd waits for two turns and not for fifty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from storage.errors import Busy

Asked = TypeVar("Asked")
Given = TypeVar("Given")
MOST = 64
"""Who goes in at once, at most: more than a process has threads to ask with."""


@dataclass(eq=False, slots=True)
class _Place(Generic[Asked, Given]):
    asked: Asked
    called: Event = field(default_factory=Event)
    leads: bool = False
    given: Given | None = None
    error: BaseException | None = None


class Company(Generic[Asked, Given]):
    """The first to come leads: takes the turn, and with it everybody who waits by then. The next to come leads the next."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._lock = Lock()
        self._waiting: list[_Place[Asked, Given]] = []
        self._is_led = False

    def go(self, asked: Asked, seconds: float, lead: Callable[[Callable[[], Sequence[Asked]]], Sequence[Given]]) -> Given:
        """What `lead` gave for this one. It is called by whoever leads, and calls what it is given once it has the turn: that
        answers who goes in, and no one joins any more. Raises what it raised, and Busy where nobody came to it in time.
        """
        place = self._take_place(asked)
        if not place.leads and not place.called.wait(max(0.0, seconds)):
            self._leave(place)
        if place.leads:
            self._lead(place, lead)
        if place.error is not None:
            raise place.error
        assert place.given is not None
        return place.given

    def _take_place(self, asked: Asked) -> _Place[Asked, Given]:
        place: _Place[Asked, Given] = _Place(asked)
        with self._lock:
            self._waiting.append(place)
            if not self._is_led:
                self._is_led = place.leads = True
        return place

    def _leave(self, place: _Place[Asked, Given]) -> None:
        """Nobody came in time. Who has been taken in meanwhile waits for the end of that; who was to lead leads."""
        with self._lock:
            if not place.leads and place in self._waiting:
                self._waiting.remove(place)
                raise Busy
        place.called.wait()

    def _lead(self, mine: _Place[Asked, Given], lead: Callable[[Callable[[], Sequence[Asked]]], Sequence[Given]]) -> None:
        company: list[_Place[Asked, Given]] = []

        def gather() -> Sequence[Asked]:
            with self._lock:
                company.extend(self._waiting[:MOST])
                del self._waiting[:MOST]
                self._call_next()
            return [each.asked for each in company]

        try:
            for each, given in zip(company, lead(gather), strict=True):
                each.given = given
        except BaseException as error:
            mine.error = error
            for each in company:
                each.error = error
        finally:
            self._let_go(mine, company)

    def _let_go(self, mine: _Place[Asked, Given], company: list[_Place[Asked, Given]]) -> None:
        if not company:  # the turn was not had: whoever comes next tries for it
            with self._lock:
                self._waiting.remove(mine)
                self._call_next()
        for each in company:
            each.called.set()

    def _call_next(self) -> None:
        self._is_led = bool(self._waiting)
        if self._waiting:
            self._waiting[0].leads = True
            self._waiting[0].called.set()
