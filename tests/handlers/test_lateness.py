"""Who came late to a session is asked where the policy speaks of it, counted, and shown to both of the two."""

from bot.desk import words_of
from tests.databases import Databases
from tests.handlers.filling import fields_in
from tests.handlers.growing import correcting, written
from tests.handlers.office import Office, seen
from tests.handlers.test_session_record import council, fill_all

ANN = "<@U0ANN>"
HELD = ("10/3", "17/3", "24/3")


def log(office: Office, on: str, late: str | None) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} {on} 75")
    assert tom.submit(kind="combined", late=late) == {}


def shown(office: Office, key: str) -> str:
    """What stands above the dates, to one of the two."""
    somebody = office.person(key)
    if somebody.modal:
        somebody.close(everything=True)
    somebody.command("/supervision", f"plan {ANN}")
    said = seen(somebody)
    somebody.close(everything=True)
    return said


def agenda(office: Office, key: str) -> str:
    [reply] = office.person(key).command("/supervision", f"agenda {ANN}")
    return reply.text


def test_who_came_late_is_counted_and_what_is_frequent_is_shown_to_both(databases: Databases) -> None:
    with council(databases, "kent") as office:
        for on, late in zip(HELD, (None, "nobody", "supervisee"), strict=True):
            log(office, on, late)
        for key in ("ann", "tom"):
            assert f"Came late in the last twelve months: {ANN} once." in shown(office, key)
        for on in ("3/3", "5/3"):
            log(office, on, "both")
        for key in ("ann", "tom"):
            said = shown(office, key)
            assert f"Came late in the last twelve months: {ANN} three times and <@U0TOM> twice." in said
            assert f"*Three sessions in 90 days to which {ANN} came late*: 3 or more are frequent." in said
            assert said.count("are frequent") == 1, "Tom came late twice"
            assert "record it (Kent 2)." in said
            assert "began late as often as they did: talked about" in agenda(office, key)
        assert "came late" not in words_of(office.person("priya").home().blocks)  # type: ignore[union-attr]


def test_the_record_says_it_as_it_was_logged_and_what_it_says_in_the_end_is_counted(databases: Databases) -> None:
    with council(databases, "kent") as office:
        log(office, "24/3", "supervisor")
        tom = office.person("tom")
        tom.press(tom.modal, "session_notes")
        while "late" not in fields_in(tom):
            assert tom.submit() == {}
        [asked] = [block for block in tom.modal.blocks if block.get("block_id") == "late"]  # type: ignore[union-attr]
        assert asked["element"]["initial_option"]["value"] == "The supervisor"
        fill_all(tom, 0, late="Both")
        assert f"Came late in the last twelve months: {ANN} once and <@U0TOM> once." in shown(office, "ann")
        tom = correcting(office, "tom", written(office, "ann", "session").record)
        fill_all(tom, 0, late="The supervisee", because="Tom was on time.")
        assert f"Came late in the last twelve months: {ANN} once." in shown(office, "ann"), "by what stands there now"


def test_where_the_policy_does_not_speak_of_it_nobody_is_asked(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"log {ANN} 24/3 75")
        assert "late" not in fields_in(tom)
        assert tom.submit(notes="as agreed") == {}
        assert office.sessions("ann")[0].late == ""
