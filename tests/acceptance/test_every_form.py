"""No form is left out of what is shown on a phone: each that Slack can send, each a policy prints."""

import tomllib
from pathlib import Path

import pytest

import scheduling
from handlers.filling import engine
from handlers.filling.table import FILLINGS
from handlers.tables import FORMS
from storage import packs
from tests.acceptance.test_forms import WAYS
from tests.acceptance.test_forms_of_one_screen import SMALL
from tests.acceptance.test_forms_of_policies import OWN

SIGNED = "sign_form"
"""Signed wherever a record is: in all three."""
SAMPLE = "wokingham"
"""The sample council's policy."""
OF_ONE_SCREEN = {each.form for each in SMALL.values()}
OF_THE_COUNCIL = {each.form for each in WAYS.values()}
OF_POLICIES = {name for own in OWN.values() for name in own}


def printed(policy: str) -> set[str]:
    """The forms a policy prints itself."""
    place = Path(scheduling.__file__).parent / "policies" / f"{policy}.forms.toml"
    return set(tomllib.loads(place.read_text("utf-8"))["form"])


def test_every_form_slack_can_send_is_filled_on_a_phone() -> None:
    shown = OF_ONE_SCREEN | OF_THE_COUNCIL | OF_POLICIES
    assert set(FORMS) - shown - {SIGNED, engine.PERSONAL, engine.CASE} == set()


def test_every_form_of_the_engine_is_filled_on_a_phone() -> None:
    assert set(FILLINGS) - OF_ONE_SCREEN - OF_THE_COUNCIL - OF_POLICIES == set()


@pytest.mark.parametrize("policy", packs.NAMES)
def test_every_form_a_policy_prints_is_filled_on_a_phone(policy: str) -> None:
    """Those of the sample council's policy with the sample council."""
    shown = set(OWN[policy]) | (OF_THE_COUNCIL if policy == SAMPLE else set())
    assert printed(policy) - shown == set()


def test_every_form_no_policy_prints_is_filled_on_a_phone() -> None:
    shown = OF_ONE_SCREEN | OF_THE_COUNCIL | OF_POLICIES
    assert printed("plain") - shown == set()
