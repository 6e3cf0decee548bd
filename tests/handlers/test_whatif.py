"""*What if…* on the Home tab: asked by a senior manager, answered in words about those below."""

import pytest

from bot.desk import words_of
from storage.records import below
from tests.handlers.office import Office, seen, staff_id


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
