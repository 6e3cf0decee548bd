"""What stands after a slash command, told apart without losing any of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.typed import TypedDecision, parse_decision, plain, take_minutes, take_reason
from handlers.words.phrases import escape


@pytest.mark.parametrize(
    ("text", "ref", "decision", "rationale"),
    [
        (
            "M100001 move to strategy meeting because two missed visits",
            "M100001",
            "move to strategy meeting",
            "two missed visits",
        ),
        ("M100001: legal planning BECAUSE risk has risen", "M100001", "legal planning", "risk has risen"),
        ("M1 step down,\nbecause\nplan met", "M1", "step down", "plan met"),
        ("M1 we agreed because it is safe because he is home", "M1", "we agreed because it is safe", "he is home"),
        ("M1 no reason given", "M1", "no reason given", ""),
        ("M1 done because", "M1", "done because", ""),
        ("M1 because two missed visits", "M1", "", "two missed visits"),
        ("M1", "M1", "", ""),
        ("", "", "", ""),
        ("move to strategy because missed visits", "", "move to strategy", "missed visits"),
        ("M1 انتقال because زيارات فائتة 🙂", "M1", "انتقال", "زيارات فائتة 🙂"),
        ("M1 ask &lt;@U2&gt; &amp; wait because &lt;b&gt;", "M1", "ask <@U2> & wait", "<b>"),
        ("M1 ask <@U123|ann> because <https://a.uk|a.uk>", "M1", "ask @ann", "a.uk"),
    ],
)
def test_a_decision_is_told_apart_at_because(text: str, ref: str, decision: str, rationale: str) -> None:
    assert parse_decision(text) == TypedDecision(ref, decision, rationale)


@given(st.text(max_size=400))
def test_no_letter_of_a_decision_is_lost(text: str) -> None:
    typed = parse_decision(escape(text))
    kept = typed.ref + typed.decision + typed.rationale
    letters = re.sub(r"(?i)because", "", "".join(re.findall(r"[^\W_]", text)))
    assert re.sub(r"(?i)because", "", "".join(re.findall(r"[^\W_]", kept))) == letters


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
def test_escaping_is_undone_exactly(text: str) -> None:
    assert plain(escape(text)) == text.strip()


@given(st.text(max_size=200))
def test_nothing_escaped_can_mention_anybody(text: str) -> None:
    assert "<" not in escape(f"<@U1> <!channel> {text}")


@pytest.mark.parametrize(
    ("text", "rest", "minutes"),
    [
        ("yesterday 90", "yesterday", 90),
        ("yesterday 90 min", "yesterday", 90),
        ("yesterday for 90 minutes", "yesterday", 90),
        ("yesterday 1h30", "yesterday", 90),
        ("1.5 hours", "", 90),
        ("14 May 60", "14 May", 60),
        ("tue 2pm 45m", "tue 2pm", 45),
        ("3 weeks ago", "3 weeks ago", None),
        ("14/5", "14/5", None),
        ("14 May 2026", "14 May 2026", None),
        ("", "", None),
    ],
)
def test_a_length_stands_at_the_end(text: str, rest: str, minutes: int | None) -> None:
    assert take_minutes(text) == (rest, minutes)


@pytest.mark.parametrize(
    ("text", "when", "reason"),
    [
        ("tue 2pm because court", "tue 2pm", "court"),
        ("tue 2pm - court", "tue 2pm", "court"),
        ("tue 2pm, court", "tue 2pm", "court"),
        ("in 3 weeks; sickness", "in 3 weeks", "sickness"),
        ("tue 2pm", "tue 2pm", ""),
        ("because court", "", "court"),
        ("14-5", "14-5", ""),
    ],
)
def test_a_reason_follows_the_date(text: str, when: str, reason: str) -> None:
    assert take_reason(text) == (when, reason)
