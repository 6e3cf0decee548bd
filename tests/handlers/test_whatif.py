"""*What if…* on the Home tab: asked by a senior manager, answered in words about those below."""

from dataclasses import replace

import pytest

from bot.desk import words_of
from handlers.words.whatif_bars import bars
from scheduling.whatif import Wanted, simulate
from storage.records import below
from tests.handlers.office import Office, seen, staff_id
from tests.scheduling.council import POLICIES, ann, at, council

NEVER = "none late at the end of any week"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((0, 0, 0, 0), (0, 0, 0, 0), ["Nothing is late at the end of any week."]),
        (
            (0, 0, 0, 0),
            (0, 1, 2, 8),
            [
                "`····` As it is",
                "`·▂▃█` With the change",
                f"As it is: {NEVER}. With the change: 8 late at most (week to 5 April), 8 at the end.",
                "A bar a week, from the week to 15 March to the week to 5 April. A full bar is 8, a dot none.",
            ],
        ),
        # One scale for both: four of eight is half a bar, though it is the most there are as it is.
        (
            (4, 4, 0, 0),
            (0, 8, 8, 4),
            [
                "`▅▅··` As it is",
                "`·██▅` With the change",
                "As it is: 4 late at most (week to 15 March), none at the end. "
                "With the change: 8 late at most (week to 22 March), 4 at the end.",
                "A bar a week, from the week to 15 March to the week to 5 April. A full bar is 8, a dot none.",
            ],
        ),
        # Fewer late with the change; one of many is a bar, be it the smallest.
        (
            (2000, 1000, 1),
            (0, 0, 0),
            [
                "`█▅▁` As it is",
                "`···` With the change",
                f"As it is: 2,000 late at most (week to 15 March), 1 at the end. With the change: {NEVER}.",
                "A bar a week, from the week to 15 March to the week to 29 March. A full bar is 2,000, a dot none.",
            ],
        ),
        (
            (8, 0, 8),
            (8, 0, 8),
            [
                "`█·█` As it is and with the change",
                "As it is and with the change: 8 late at most (week to 15 March), 8 at the end.",
                "A bar a week, from the week to 15 March to the week to 29 March. A full bar is 8, a dot none.",
            ],
        ),
    ],
)
def test_late_week_by_week_in_bars_and_in_words(before: tuple[int, ...], after: tuple[int, ...], said: list[str]) -> None:
    usual = simulate(council(ann()), POLICIES["wokingham"], at("2026-03-09"), Wanted(), weeks=len(before))
    answer = replace(usual, before=replace(usual.before, late_by_week=before), after=replace(usual.after, late_by_week=after))
    assert bars(answer) == said


def test_a_manager_asks_what_if_and_is_answered_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sue = office.person("sue")
    home = sue.home()
    assert home
    assert "What if…" in words_of(home.blocks)
    sue.press(home, "what_if", "below")
    for given, beside in (
        ({}, {"vacancies": "Choose a policy, give a number of vacancies or name who is away."}),
        (
            {"vacancies": "5"},
            {"vacancies": "Of people who hold cases and supervise nobody there are 4: fewer than 5."},
        ),
        ({"policy": "kent", "team": "North"}, {"vacancies": "Say how many vacancies too."}),
        ({"policy": "kent", "cover": staff_id("carol")}, {"away": "Name who is away too."}),
        ({"away": staff_id("tom"), "cover": staff_id("tom")}, {"cover": "Name somebody else."}),
    ):
        sue.press(sue.home() or home, "what_if", "below")
        assert sue.submit(**given) == beside, given
    sue.press(sue.home() or home, "what_if", "below")
    assert sue.submit(away=staff_id("tom")) == {}
    # Tom is gone from Tue 24 March to Tue 5 May. Priya, last met on 10 March, is due Fri 10 April; Ann is late already.
    said = seen(sue)
    assert "What if Tom Hale were away for six weeks from Tue 24 March, nobody covering?" in said
    assert "Supervision, Priya Shah with Tom Hale: due Fri 10 April, held Tue 5 May" in said
    assert "Supervision, Ann Example" not in said
    assert "No policy says how many: that is our assumption." in said
    assert "Nobody goes over who is not over already." in said
    # Ann from the first week, in the third three cases of theirs and Priya too, until Tom is back.
    assert (
        "Late at the end of each week*\n"
        "`··························` As it is\n"
        "`▂▂████····················` With the change\n"
        "As it is: none late at the end of any week. With the change: 5 late at most (week to 13 April), none at the end.\n"
        "A bar a week, from the week to 30 March to the week to 21 September. A full bar is 5, a dot none."
    ) in said
    sue.press(sue.home() or home, "what_if", "below")
    assert sue.submit(away=staff_id("tom"), cover=staff_id("carol")) == {}
    assert "Carol Reed covering" in seen(sue)
    assert "Priya Shah" not in seen(sue)
    sue.press(sue.home() or home, "what_if", "below")
    assert sue.submit(policy="plymouth", vacancies="1", team="North") == {}
    assert "What if the policy were Plymouth and not Wokingham and there were one more vacancy in North" in seen(sue)
    monkeypatch.setattr(below, "MOST_CASES", 3)
    sue.press(sue.home() or home, "what_if", "below")
    assert "Ask whoever runs Cornerstone for `cornerstone simulate`" in sue.submit(policy="kent")["policy"]
    monkeypatch.setattr(below, "MOST_PEOPLE", 5)
    sue.press(sue.home() or home, "what_if", "below")
    assert "There are too many people and cases below you" in seen(sue)
