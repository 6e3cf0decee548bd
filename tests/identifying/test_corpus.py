"""How well the finder tells sentences that identify somebody from those that do not, held to floors.

First measured, before anything was changed for a figure: `without` and `marked` (368 sentences, written before the finder by
the same hand) precision 0.995, recall 1.0; `later` (72 sentences, written afterwards to get round it) names 0.92 and 0.69,
an address and a National Insurance number missed. What was changed after that is in the floors; what is still missed is not.
"""

import pytest

from scheduling.identifying import Kind, identify
from storage.packs import NAMES, rulebook
from tests.identifying.corpus import STAFF, TODAY, scores, sentences

OWN = scores(sentences("without"), sentences("marked"))
LATER = scores(sentences("later"))


def test_there_are_as_many_sentences_as_are_claimed() -> None:
    assert len(sentences("without")) >= 150
    assert len(sentences("marked")) >= 150
    assert {mark.kind for each in sentences("marked") for mark in each.marks} == set(Kind)
    assert all(sum(mark.kind is kind for each in sentences("marked") for mark in each.marks) >= 5 for kind in Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_was_written_before_the_finder(kind: Kind) -> None:
    assert OWN[kind].missed == []
    assert OWN[kind].wrong == []


@pytest.mark.parametrize("kind", list(Kind))
def test_what_was_written_to_get_round_it(kind: Kind) -> None:
    floor = 0.85 if kind is Kind.NAME else 1.0
    assert LATER[kind].recall >= floor, LATER[kind].missed
    assert LATER[kind].precision >= (0.95 if kind is Kind.NAME else 1.0), LATER[kind].wrong


@pytest.mark.parametrize("name", NAMES)
def test_the_policies_own_words_name_nobody(name: str) -> None:
    assert [rule.says for rule in rulebook(name).rule if identify(rule.says, today=TODAY, staff=STAFF)] == []
