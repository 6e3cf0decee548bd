"""Cases of one family, and the children on whose files a discussion shows: references, never a name."""

from datetime import date

from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.office import Office, seen
from tests.handlers.test_case_records import as_zoe, opened, owed, required
from tests.handlers.test_decision import press

NAMES = ("Jamie", "Jamie-Lee Smith", "12/03/2019", "943 476 5919", "C1 " + "2" * 41, " ".join(f"C{at}" for at in range(21)))
SAY = [
    ("ann", "children M100001 C1", "Only the supervisor"),
    ("carol", "family M100001 M100014", "There is no such record here"),
    ("tom", "family M100001 M200001", "There is no such record here"),
    ("tom", "family M100001 M100001", "A case is not a family by itself"),
    ("tom", "children M100001 Jamie", "That is not a reference of a child"),
    ("tom", "family M100001 M100014", "M100014. A discussion of one of them counts for all."),
    ("tom", "family M100014 none", "is in no family with another case"),
    ("tom", "children M100014 c3", "evidenced for one child"),
]


def known(office: Office, ref: str = "M100001") -> tuple[list[str], list[str]]:
    """The other cases of its family; the children a discussion of it is evidenced for."""
    siblings = as_zoe(office, lambda work, zoe: work.families.siblings(ref, viewer=zoe))
    children = as_zoe(office, lambda work, zoe: work.families.evidenced([ref], viewer=zoe).get(ref, ()))
    return siblings, list(children)


def due(office: Office, ref: str) -> dict[str, date]:
    return {kind: each.due_on for kind, each in owed(office, ref).items()}


def test_a_family_and_its_children_are_told_by_reference_in_a_form_or_a_line(databases: Databases) -> None:
    with opened(databases, "kent") as kent:
        tom = kent.person("tom")
        for who, typed, said in SAY:
            assert said in kent.person(who).command("/case", typed)[0].text, typed
        assert known(kent) == ([], [])
        press(kent, "tom", "case_do", "family|M100001")
        for typed in NAMES:
            assert list(tom.submit(children=typed)) == ["children"], typed
        for typed in ("M200001", "M100001", "Jamie"):
            assert list(tom.submit(children="", sibling=typed)) == ["sibling"], typed
        assert tom.submit(sibling="m100014", children="C1, C2\nc1") == {}
        assert "is evidenced for each of 2 children." in seen(tom)
        assert "*M100001* is of one family with M100014." in seen(tom)
        tom.close(everything=True)
        # Where a discussion counts for the family, the children of all its cases are evidenced.
        assert known(kent) == (["M100014"], ["C1", "C2", "C3"])
        assert known(kent, "M100014") == (["M100001"], ["C3", "C1", "C2"])
        tom.command("/case", "show M100001")
        assert "Evidenced for each child: C1, C2 · Of one family with M100014" in seen(tom)
        tom.close(everything=True)
        tom.command("/case", "family M100001")
        assert (tom.values()["sibling"], tom.values()["children"]) == ("M100014", "C1\nC2")
        assert tom.submit(sibling="", children="") == {}
        assert known(kent) == ([], [])


def test_a_discussion_of_one_case_counts_for_the_family_and_is_evidenced_child_by_child(databases: Databases) -> None:
    with opened(databases, "kent") as kent:
        tom = kent.person("tom")
        for typed in ("children M100001 C1 C2", "children M100014 C3", "family M100001 M100014"):
            tom.command("/case", typed)
        press(kent, "tom", "case_discuss", "M100001")
        answers = {name: text for name, text in required("kent", "Said.").items() if not name.endswith("evidence")}
        evidenced = {f"M100001__evidence__{child}": f"For {child}." for child in ("C1", "C2", "C3")}
        fill(tom, **answers, **evidenced)
        for ref in ("M100001", "M100014"):
            assert owed(kent, ref)["case_discussion"].due_on == date(2026, 6, 22), ref  # ninety days from 24 March
            assert "evidence_child_file" in owed(kent, ref), ref
        tom.press(tom.modal, "case_note_copy")
        assert "C3: For C3." in tom.values()["copy"]
        assert tom.submit() == {}
        assert not [ref for ref in ("M100001", "M100014") if "evidence_child_file" in owed(kent, ref)]


def test_elsewhere_a_family_changes_nothing_and_each_child_is_asked_about(office: Office) -> None:
    tom = office.person("tom")
    assert tom.command("/case", "family M100001 M100014")[0].text == "Saved. *M100001* is of one family with M100014."
    before = due(office, "M100014")
    tom.command("/case", "children M100001 C1 C2")
    tom.command("/case", "children M100014 C3")
    press(office, "tom", "case_discuss", "M100001")
    asked = list[str]()
    for answers in ({}, {"M100001.discussed": "Said."}):
        tom.submit(**answers)
        asked += fields_in(tom)
    assert [name for name in asked if ".evidence" in name] == ["M100001.evidence.C1", "M100001.evidence.C2"]
    answers = {name: text for name, text in required("wokingham", "Said.").items() if not name.endswith("evidence")}
    del answers["M100001__discussed"]
    fill(tom, **answers, M100001__evidence__C1="Said.", M100001__evidence__C2="Said.")
    assert due(office, "M100014") == before
