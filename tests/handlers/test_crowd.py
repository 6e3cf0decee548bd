"""Who waits a moment for a crowd to come again, and who does not: on a stopwatch of the test's own."""

from collections.abc import Iterator, Sequence

import pytest

from handlers.crowd import BACK_WITHIN, CROWD, LOOK_EVERY, Crowd

FIFTY = 50
COMING = [1, 12, 24, 36, 48, 50]


class Hall:
    """So many wait at each look; a pause is a step on the stopwatch."""

    def __init__(self, waiting: Sequence[int]) -> None:
        self.now, self.pauses = 100.0, 0
        self._waiting: Iterator[int] = iter(waiting)
        self._here = next(self._waiting)

    def here(self) -> int:
        return self._here

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.pauses += 1
        self._here = next(self._waiting, self._here)


@pytest.mark.parametrize(
    ("said", "before", "since", "waiting", "pauses", "gathered"),
    [
        ("nobody before", None, 0.0, [1], 0, 1),
        ("too few before", CROWD - 1, 0.0, [1, 2, 3], 0, 1),
        ("a crowd that comes again", FIFTY, 0.0, COMING, 5, 50),
        ("a crowd, and only one comes", FIFTY, 0.0, [1], 1, 1),
        ("a crowd, of which some come", FIFTY, 0.0, [1, 9], 2, 9),
        ("a crowd that waits already", FIFTY, 0.0, [50], 0, 50),
        ("a crowd some time ago", FIFTY, BACK_WITHIN, COMING, 0, 1),
        ("more than go into one transaction", 200, 0.0, [1, 40, 64, 90], 2, 64),
        ("one more at each look, and no end to it", FIFTY, 0.0, range(1, 50), 10, 11),
    ],
)
def test_a_crowd_is_waited_for(
    said: str, before: int | None, since: float, waiting: Sequence[int], pauses: int, gathered: int
) -> None:
    hall = Hall(waiting)
    crowd = Crowd(lambda: hall.now, hall.pause)
    if before is not None:
        crowd.answered(before)
    hall.now += since
    crowd.gather(hall.here, 64)
    assert (hall.pauses, hall.here()) == (pauses, gathered), said
    assert hall.pauses * LOOK_EVERY <= BACK_WITHIN + LOOK_EVERY
