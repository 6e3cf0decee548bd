"""Forms as data: what is wrong with one is said with its place, who is asked what, and the five policies' own."""

from collections.abc import Mapping

import pytest

from scheduling.forms import Field, FormFault, Near, Step, Template, faults_of, fields_of, filled, parse_forms, steps_of
from scheduling.shapes import CATEGORIES, ROLES, SESSION_KINDS
from storage import packs

SOUND = """
[form.session]
title = "Record"
[[form.session.part]]
id = "work"
title = "Work"
[[form.session.part.question]]
id = "discussed"
asks = "What was discussed"
"""
FAULTS = [
    # what is written instead, what is said of it
    ("[form.session", "not TOML"),
    ('[form.session]\ntitle = "Record"\n', "form.session: has no part"),
    (SOUND.replace('"discussed"', '"Discussed it"'), "question[0].id: 'Discussed it' is not a short word in small letters"),
    (SOUND + 'kind = "essay"\n', "question[0].kind: 'essay' is none of text"),
    (SOUND + 'kind = "choice"\n', "question[0].choices: must be between 2 and 100"),
    (SOUND + 'kind = "numbered"\n', "question[0].choices: must be between 2 and 100"),
    (SOUND + 'kind = "choice"\nchoices = ["A", "B"]\nkeeps = ["analysed"]\n', "question[0].keeps: one for each choice"),
    (
        SOUND + 'kind = "choice"\nchoices = ["A", "B"]\nkeeps = ["analysed", "not_on_file"]\n',
        "question[0].keeps: analysed, not_analysed, not_on_file, of a question called genogram or chronology",
    ),
    (SOUND.replace("What was discussed", ""), "question[0].asks: must have between 1 and 150 letters"),
    (SOUND.replace("What was discussed", "x" * 151), "question[0].asks: must have between 1 and 150 letters"),
    (SOUND + 'kind = "clause"\n', "question[0].states: a clause has between 1 and 2000 letters"),
    (SOUND + 'states = "It is so."\n', "question[0].states: a clause has between 1 and 2000 letters"),
    (SOUND + "examples = 11\n", "question[0].examples: must be between 1 and 10"),
    (SOUND + '[[form.session.part.question]]\nid = "discussed"\nasks = "Again"\n', "question[1].id: 'discussed' is used twice"),
    (SOUND.replace('title = "Work"', 'title = "Work"\nlayer = "child"'), "part[0].layer: 'child' is none of personal, case"),
    (SOUND.replace('title = "Work"', 'title = "Work"\neach = "child"'), "part[0].each: 'child' is not 'case'"),
    (SOUND.replace('title = "Work"', 'title = "Work"\nkinds = ["weekly"]'), "part[0].kinds: 'weekly' is no kind of session"),
    (SOUND + f"columns = {['x'] * 41}\n", "part[0]: 41 fields, where 40 fit on a screen"),
    (SOUND + "colour = 1\n", "colour"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_what_is_wrong_with_a_form_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FormFault) as raised:
        parse_forms("council", text)
    assert said in raised.value.sentence
    assert "council" in raised.value.sentence


def test_a_sound_form_is_taken() -> None:
    assert parse_forms("council", SOUND)["session"].part[0].question[0].asks == "What was discussed"


# ---------------------------------------------------------------- the five policies' own

SESSION = "session"
REFS = {"M1": "child_protection", "M2": "supervising_social_worker"}
NEAR = Near(cases={"M1": "M1", "M2": "M2"}, categories=REFS, people={"ann": "Ann"}, actions={"a1": "Book the visit"})


def form_of(policy: str, name: str = SESSION) -> Template:
    return packs.load(policy).form(name)


@pytest.mark.parametrize("policy", packs.NAMES)
def test_every_rule_a_form_names_is_one_of_its_policy(policy: str) -> None:
    known = {rule.id for rule in packs.rulebook(policy).rule}
    for name, form in packs.load(policy).forms.items():
        named = {rule for _, question in form.questions() if question.rule for rule in question.rule.split(", ")}
        assert named <= known, name


@pytest.mark.parametrize("policy", packs.NAMES)
def test_roles_and_categories_are_the_contracts_words(policy: str) -> None:
    for form in packs.load(policy).forms.values():
        for _, question in form.questions():
            assert set(question.roles) <= set(ROLES)
            assert set(question.categories) <= set(CATEGORIES)


@pytest.mark.parametrize("policy", packs.NAMES)
@pytest.mark.parametrize("role", ROLES)
def test_no_step_of_a_session_is_without_a_field_for_anybody(policy: str, role: str) -> None:
    """Whoever has no cases and agreed no actions has something to fill in every step all the same."""
    for kind in ("", *SESSION_KINDS):
        for near in (NEAR, Near(people=NEAR.people)):
            steps = steps_of(form_of(policy), role=role, kind=kind, cases=near.categories, discussed=list(near.cases))
            assert steps
            assert all(fields_of(step, near) for step in steps), kind


@pytest.mark.parametrize("policy", packs.NAMES)
def test_what_is_said_of_a_case_and_of_the_supervisee_never_share_a_step(policy: str) -> None:
    form = form_of(policy)
    assert {part.layer for part in form.part} == {"personal", "case"}
    assert all((part.layer == "case") == (part.each == "case") for part in form.part)
    asked = {question.kind for _, question in form.questions()}
    assert {"actions_review", "actions", "cases", "matter", "next_session"} <= asked
    assert "disagreement" in {question.id for _, question in form.questions()}
    assert form.signed_by == ("supervisor", "supervisee")


MANDATORY: Mapping[str, list[str]] = {
    "plymouth": ["overview", "workload", "M1.case_decisions", "objectives", "learning", "appraisal", "absence"],
    "manchester": [
        "wellbeing.0", "learning.0", "caseload.0", "audits", "closing_the_loop", "M1.worried", "M1.working_well",
        "M1.needs_to_happen", "M1.scale_safety", "M1.scale_change", "next_session.on",
    ],
    "kent": [
        "wellbeing", "M1.genogram", "M1.chronology", "M1.experience", "M1.capacity", "M1.reviewed", "M1.contingency",
        "M1.decision", "M1.rationale",
    ],
    "wokingham": ["management", "M1.decided", "support"],
    "lscb": ["management", "M1.case_decided", "development", "support", "engagement"],
}  # fmt: skip
"""What the policy says must be there, in the order it is asked; everything else may be left empty."""


def steps(policy: str, kind: str = "combined", role: str = "case_holder", discussed: tuple[str, ...] = ("M1",)) -> list[Step]:
    return steps_of(form_of(policy), role=role, kind=kind, cases=REFS, discussed=discussed)


def names(some: list[Step], near: Near = NEAR) -> list[str]:
    return [each.name for step in some for each in fields_of(step, near)]


@pytest.mark.parametrize("policy", packs.NAMES)
def test_only_what_the_policy_makes_mandatory_is_demanded(policy: str) -> None:
    needed = [name for step in steps(policy) for name, _ in faults_of(fields_of(step, NEAR), {}, NEAR)]
    assert needed == MANDATORY[policy]


ASKED = [
    # policy, kind, role, asked, not asked
    ("kent", "casework", "case_holder", {"challenge", "M1.smart.6"}, {"wellbeing", "development", "front_door.0.number"}),
    ("kent", "professional_support", "case_holder", {"wellbeing", "development"}, {"challenge", "cases", "M1.capacity"}),
    ("kent", "combined", "case_holder", {"wellbeing", "challenge", "M1.capacity"}, {"front_door.0.number"}),
    ("kent", "professional_support", "front_door", {"front_door.3.which", "selected"}, {"challenge"}),
    ("manchester", "personal", "case_holder", {"caseload.2", "direct_work.1.case", "rag"}, set()),
    ("manchester", "personal", "non_case_holder", {"other.2"}, {"caseload.0", "direct_work.0.case", "rag", "audits"}),
    ("manchester", "personal", "case_holder", {"M1.scale_safety", "M1.scale_change"}, {"M1.scale_settled", "M1.scale_care"}),
    ("manchester", "personal", "case_holder", {"M2.scale_settled", "M2.scale_care"}, {"M2.scale_safety", "M2.scale_change"}),
]


@pytest.mark.parametrize(("policy", "kind", "role", "asked", "left_out"), ASKED)
def test_what_is_asked_goes_by_the_kind_of_session_the_role_and_the_case(
    policy: str, kind: str, role: str, asked: set[str], left_out: set[str]
) -> None:
    found = set(names(steps(policy, kind, role, ("M1", "M2"))))
    assert asked <= found
    assert not found & left_out


def test_parts_for_each_case_are_asked_case_by_case() -> None:
    order = [(step.case, step.part.id) for step in steps("kent", discussed=("M1", "M2")) if step.case]
    parts = ["analysis", "smart", "decision"]
    assert order == [*(("M1", part) for part in parts), *(("M2", part) for part in parts)]


def test_manchesters_rows_are_asked_in_its_three_columns() -> None:
    by_name = {each.name: each for step in steps("manchester") for each in fields_of(step, NEAR)}
    columns = [by_name[f"wellbeing.{at}"].label for at in range(3)]
    assert columns == ["What are we worried about?", "What's working well?", "What needs to happen?"]


# ---------------------------------------------------------------- what does not go together

REVIEWED, WHY = "last_actions.a1.outcome", "last_actions.a1.why"
DIRECT = {"direct_work.0.case": "M1", "direct_work.0.what": "Three Houses"}
DOOR = {"front_door.0.number": "1234567", "front_door.0.which": "Strategy discussion"}
TOGETHER = [
    ("wokingham", {REVIEWED: "not_done"}, [(WHY, "why_missing")]),
    ("wokingham", {REVIEWED: "not_done", WHY: "court"}, []),
    ("wokingham", {REVIEWED: "done"}, []),
    ("wokingham", {"actions.0.by": "2026-04-01"}, [("actions.0.what", "action_missing")]),
    ("wokingham", {"actions.1.what": "Book the visit"}, []),
    ("manchester", DIRECT, []),
    ("manchester", DIRECT | {"direct_work.1.case": "M2", "direct_work.1.what": "Ecomap"}, []),
    (
        "manchester",
        DIRECT | {"direct_work.1.case": "M1", "direct_work.1.what": "Ecomap"},
        [("direct_work.1.case", "same_case")],
    ),
    ("manchester", {"direct_work.0.case": "M1"}, [("direct_work.0.what", "example_missing")]),
    ("manchester", {"direct_work.1.what": "Ecomap"}, [("direct_work.1.case", "case_missing")]),
    ("kent", DOOR, []),
    ("kent", DOOR | {"front_door.0.number": "the twins"}, [("front_door.0.number", "not_a_number")]),
    ("kent", {"front_door.0.number": "1234567"}, [("front_door.0.which", "which_missing")]),
    ("kent", {"front_door.2.which": "Strategy discussion"}, [("front_door.2.number", "number_missing")]),
    (
        "kent",
        DOOR | {"front_door.1.number": "1234567", "front_door.1.which": "Strategy discussion"},
        [("front_door.1.number", "same_number")],
    ),
]


@pytest.mark.parametrize(("policy", "answers", "faults"), TOGETHER)
def test_what_does_not_go_together_is_said_beside_its_field(
    policy: str, answers: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    role = "front_door" if policy == "kent" else "case_holder"
    asked = [each for step in steps(policy, role=role) for each in fields_of(step, NEAR)]
    assert [fault for fault in faults_of(asked, answers, NEAR) if fault[1] != "needed"] == faults


def test_with_one_case_both_examples_are_on_it() -> None:
    alone = Near(cases={"M1": "M1"}, categories={"M1": "child_protection"})
    both = DIRECT | {"direct_work.1.case": "M1", "direct_work.1.what": "Ecomap"}
    asked = [each for step in steps("manchester") for each in fields_of(step, alone)]
    assert "same_case" not in {fault for _, fault in faults_of(asked, both, alone)}


def test_a_personal_matter_is_asked_of_the_supervisor_alone_and_never_part_of_the_record() -> None:
    may = Near(people=NEAR.people, may_add_matter=True)
    for policy in packs.NAMES:
        some = steps(policy)
        assert "matter" not in names(some)
        assert "matter" in names(some, may)
        answers = {"matter": "Private.", "disagreement": "None at all."}
        assert filled(some, answers, may).values() == {"disagreement": "None at all."}


def test_a_field_is_named_once_in_a_form() -> None:
    for policy in packs.NAMES:
        asked: list[Field] = [each for step in steps(policy, discussed=("M1", "M2")) for each in fields_of(step, NEAR)]
        assert len({each.name for each in asked}) == len(asked), policy


@pytest.mark.parametrize("policy", packs.NAMES)
def test_what_a_rule_wants_recorded_is_asked_for(policy: str) -> None:
    """Each rule that names this test among those that show it is answered by a question that names the rule."""
    asked = {
        rule
        for form in packs.load(policy).forms.values()
        for _, question in form.questions()
        for rule in question.rule.split(", ")
    }
    here = "tests/scheduling/test_forms.py::test_what_a_rule_wants_recorded_is_asked_for"
    shown = {rule.id for rule in packs.rulebook(policy).rule if here in rule.shown_by}
    assert shown <= asked
    assert bool(shown) == (policy != "plymouth")


def test_a_scale_goes_from_nought_to_ten() -> None:
    steps = steps_of(form_of("manchester", "case_discussion"), cases=REFS, discussed=["M1"])
    [field] = [each for step in steps for each in fields_of(step, NEAR) if each.name == "M1.scale_safety"]
    for said in (*map(str, range(11)), "-1", "11", "5.5", "five"):
        expected = [] if said in field.choices else [(field.name, "scale")]
        assert list(faults_of([field], {field.name: said}, NEAR)) == expected, said
    assert list(field.choices) == [*map(str, range(11))]


def test_of_protected_characteristics_nothing_is_recorded_but_that_they_were_explored() -> None:
    asked = [question for _, question in form_of("kent", "agreement").questions() if question.rule == "KENT-3-agree-pc"]
    assert [(question.kind, question.required) for question in asked] == [("yes_no", True)]
