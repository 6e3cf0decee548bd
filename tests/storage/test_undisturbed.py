"""Long work without the garbage collector, which finds afterwards what it found before."""

import gc

import pytest

from storage.undisturbed import undisturbed


def test_what_a_process_has_frozen_for_good_stays_frozen() -> None:
    """Let go, each full collection would walk through all of it and stop every thread meanwhile."""
    frozen = gc.get_freeze_count()
    assert frozen, "the tests freeze what is there once everything is collected, as the bot does when it has started"
    with undisturbed():
        assert not gc.isenabled()
        with undisturbed():
            pass
        assert not gc.isenabled(), "only the outermost turns it on again"
    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen


def test_work_that_fails_turns_it_on_again() -> None:
    with pytest.raises(ZeroDivisionError), undisturbed():
        _ = 1 / 0
    assert gc.isenabled()
