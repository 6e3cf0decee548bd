"""Case references: a council's own patterns, and what could be anybody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.policy import PackFault, parse_pack
from scheduling.references import References, could_be, wrong_patterns
from tests.scheduling.test_packs import LEAST


@pytest.mark.parametrize("ref", ["M100001", "m100001", "123456", "2026/00417", "LL-20456789", "A1", "C#12.3_4", "1" * 40])
def test_without_a_pattern_anything_with_a_digit_and_no_blanks_could_be_one(ref: str) -> None:
    assert References().fits(ref)


@pytest.mark.parametrize(
    "ref", ["", "Jack Smith", "Jack", "12/05/2014", "2014-05-12", "M 100001", "1" * 41, "jane@1.example", "Zoë1", "M١٠٠"]
)
def test_a_name_a_date_or_a_sentence_is_none(ref: str) -> None:
    assert not References().fits(ref)


@pytest.mark.parametrize(
    ("patterns", "fits", "misfits"),
    [
        (("M999999",), ["M100001", "m100001"], ["M10001", "M1000011", "N100001", "M10000A", "Jack", "M1٠٠001"]),
        (("AA-9999",), ["AB-1234"], ["A1-1234", "AB1234", "ÄB-1234"]),
        (("9999999", "99999999"), ["1234567", "12345678"], ["123456", "123456789"]),
        (("LL#99/A",), ["ll#12/x"], ["LL#1/X"]),
    ],
)
def test_a_pattern_is_held_sign_by_sign(patterns: tuple[str, ...], fits: list[str], misfits: list[str]) -> None:
    references = References(patterns)
    assert all(references.fits(ref) and references.is_ours(ref) for ref in fits)
    assert not any(references.fits(ref) for ref in misfits)
    assert references.fits(references.example)


def test_without_a_pattern_nothing_is_said_to_be_ours() -> None:
    assert not References().is_ours("M100001")
    assert References(("M999999",)).example == "M100001"


@given(st.text(alphabet="A9M-/.#_", min_size=1, max_size=40).filter(lambda each: "9" in each))
def test_every_good_pattern_fits_its_own_example(pattern: str) -> None:
    assert wrong_patterns((pattern,)) == ""
    assert References((pattern,)).fits(References((pattern,)).example)


@given(st.text(max_size=60))
def test_what_could_be_one_holds_no_blank_and_a_digit(text: str) -> None:
    if could_be(text):
        assert not any(sign.isspace() for sign in text)
        assert any(sign.isdigit() for sign in text)
        assert len(text) <= 40


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('["[0-9]+"]', "'[0-9]+' is not a pattern"),
        ('["(A+)+9"]', "is not a pattern"),
        ('["MMM"]', "is not a pattern such as 'M999999'"),
        (f'["{"9" * 41}"]', "is not a pattern"),
        (str(["9"] * 21), "more than 20 patterns"),
        ("[1]", "1 is not a text"),
        ('"M999999"', "is not a list"),
    ],
)
def test_a_pattern_that_is_none_is_a_fault_of_the_pack(written: str, fault: str) -> None:
    with pytest.raises(PackFault) as error:
        parse_pack("ours", LEAST + f"[version.record]\ncase_reference = {written}\n")
    assert fault in error.value.sentence
    assert "ours.version[0].record.case_reference" in error.value.sentence


def test_a_word_for_names_that_means_nothing_is_a_fault_too() -> None:
    with pytest.raises(PackFault, match="'sometimes' is not one of never, with_reason"):
        parse_pack("ours", LEAST + '[version.record.names]\nrule = "OUR-1"\nsection = "1"\nkept = "sometimes"\n')
