"""Whatever stands around or inside an identifier, it is found; and finding takes time by length alone."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.identifying import Kind, identify
from scheduling.identifying.plain import Token, Tokens
from tests.identifying.corpus import STAFF, TODAY

PLAIN = {
    Kind.NHS_NUMBER: "943 476 5919",
    Kind.UPN: "D872200005001",
    Kind.NATIONAL_INSURANCE: "AB 12 34 56 C",
    Kind.PHONE: "07700 900123",
    Kind.POSTCODE: "RG41 2AB",
    Kind.EMAIL: "jane@example.com",
}
UNSEEN = st.sampled_from(["", "", "", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u0301", "\ufe0f"])
SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t", "  ", "\n", "\r\n", "\u2028"])
DIGITS = st.sampled_from([0x30, 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE])


@st.composite
def disguised(draw: st.DrawFn) -> tuple[Kind, str]:
    """An identifier with signs that cannot be seen, other spaces, and digits of another script."""
    kind = draw(st.sampled_from(list(PLAIN)))
    zero = draw(DIGITS)
    made = ""
    for sign in PLAIN[kind]:
        if sign == " ":
            made += draw(SPACES)
        else:
            made += chr(zero + int(sign)) if sign.isascii() and sign.isdigit() else sign
        made += draw(UNSEEN)
    return kind, made


@given(disguised())
def test_no_disguise_gets_round_it(case: tuple[Kind, str]) -> None:
    kind, words = case
    text = f"Seen at home: {words} on file."
    found = identify(text, today=TODAY, staff=STAFF)
    assert [each.kind for each in found] == [kind]
    covered = unicodedata.normalize("NFKC", text[found[0].start : found[0].end])
    assert covered[0] == unicodedata.normalize("NFKC", words)[0]


@pytest.mark.parametrize(
    "link", ["http://secret.example", "http ://secret.example/a", "https : //secret.example", "www.a.example"]
)
def test_a_link_is_found_with_spaces_in_it_too(link: str) -> None:
    text = f"see {link}"
    assert [(each.kind, text[each.start : each.end]) for each in identify(text)] == [(Kind.LINK, link)]


@given(st.text(max_size=300))
def test_every_span_lies_within_the_text_and_none_overlaps(text: str) -> None:
    until = 0
    for each in identify(text, today=TODAY):
        assert until <= each.start < each.end <= len(text)
        until = each.end


WORDS = st.sampled_from(
    ["mother", "Jane", "Smith", "Tom", "Hale", "the", "family", "dob", "12/05/2014", "3", "May", "2014", "RG41", "2AB", "07700",
     "900123", "943", "476", "5919", "@", ".", ",", "(", ")", "-", "www", "com", "/", "called", "AB", "12", "C", "+", "Road"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_with_the_day_and_the_staff_known_less_is_found_and_never_more(text: str) -> None:
    """The fast way asks without them, so that a clean text costs no statement."""
    if identify(text, today=TODAY, staff=STAFF):
        assert identify(text)


class Counted(Tokens):
    """Counts how often a place is looked at."""

    looks = 0

    def at(self, place: int) -> Token:
        Counted.looks += 1
        return super().at(place)


def looks(text: str) -> int:
    Counted.looks = 0
    identify(text, tokens=Counted)
    return Counted.looks


@pytest.mark.parametrize(
    "piece",
    ["a.", "a@", "@a.", "1", "1 ", "0", "07700 ", "+", "(", "(0", "mother ", "Jane ", "Jane-", "J.", "name of ", "dob ", "1/1/",
     "May ", "12 May ", "AB 1 ", "http://", "www.a", "a at b dot ", "Flat 1 ", "1 Acacia ", "the Smith ", "D1", "'",
     "\u200b", "M1 1", "d o b ", "-", "é", "ﷺ"]
)  # fmt: skip
def test_a_text_four_times_as_long_takes_four_times_as_many_looks(piece: str) -> None:
    once, four = looks(piece * 400), looks(piece * 1600)
    assert four <= 4.4 * once + 400


@settings(max_examples=50)
@given(st.lists(WORDS, min_size=1, max_size=12), st.sampled_from([" ", "", "\n"]))
def test_no_text_takes_more_looks_than_a_fixed_number_a_word(words: list[str], between: str) -> None:
    text = between.join(words * 60)
    assert looks(text) <= 450 * len(Tokens(text)) + 1000
