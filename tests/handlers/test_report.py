"""`/supervision report`: by command and button, every figure to its list, every row to its record, by right of access."""

from __future__ import annotations

from datetime import date, timedelta
from operator import itemgetter

import pytest
from sqlalchemy import select, update

from bot.clock import stopwatch
from bot.desk import Person, words_of
from handlers.answering import answer
from handlers.deps import Deps
from handlers.request import Incoming, Source
from handlers.tables import ACTIONS, COMMANDS
from scheduling.measures import MEASURES
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, NoticeRow, OutboxRow, PersonRow
from tests.databases import Databases
from tests.handlers.growing import council
from tests.handlers.office import Office, open_office, seen, settle, slack_id, staff_id
from tests.storage.council import begin

NAMES = {who: f"<@{slack_id(who)}>" for who in ("ann", "priya", "omar", "ann2", "tom", "carol", "sue")}


def press(person: Person, action: str, value: str | None = None) -> None:
    """A button of the window on top."""
    assert person.modal
    person.press(person.modal, action, value)


def names(words: str) -> set[str]:
    """Who is named in a window."""
    shown = {"ann": "Ann Example", "priya": "Priya Shah", "omar": "Omar Aziz", "ann2": "Ann Other", "tom": "Tom Hale",
             "carol": "Carol Reed", "sue": "Sue Manager"}  # fmt: skip
    return {who for who, mention in NAMES.items() if mention in words or shown[who] in words}


def test_each_figure_opens_its_list_and_each_row_its_record(office: Office) -> None:
    sue = office.person("sue")
    sue.command("/supervision", "report")
    whole = seen(sue)
    # Seven fell due: six records in time, and Ann's supervision of 2 March, which was not held.
    for said in ("February 100% · March 83%", "*North* 75% on time, 3 of 4", "*Supervision* 0% on time, 0 of 1"):
        assert said in whole
    assert "what they leave out shows as late" not in whole  # nothing had been noted before it was opened
    press(sue, "report_list", '{"measure": "on_time", "kind": "personal_supervision"}')
    sue.close()
    sue.command("/supervision", "report")
    assert "Cornerstone began here on Tue 24 March. Of the time before" in seen(sue)
    press(sue, "report_list", '{"measure": "on_time", "kind": "personal_supervision"}')
    listed = seen(sue)
    assert names(listed) == {"ann"}
    assert "was due Mon 2 March, 22 days late" in listed
    assert "last held 2 February; monthly" in listed
    press(sue, "record_open")
    assert "2 February" in seen(sue)
    assert names(seen(sue)) >= {"ann"}


def test_whose_rows_are_shown_is_by_the_line_above(office: Office) -> None:
    below = {"sue": {"ann", "priya", "omar", "ann2", "tom", "carol"}, "tom": {"ann", "priya"}, "carol": {"omar", "ann2"}}
    for who, people in below.items():
        person = office.person(who)
        person.command("/supervision", "report")
        press(person, "report_list", '{"measure": "late"}')
        assert names(seen(person)) <= people, who
        assert names(seen(person)), who
    tom = office.person("tom")
    for typed in ("report South", "report Nowhere"):
        (answer,) = tom.command("/supervision", typed)
        assert answer.text.replace("South", "Nowhere") == (
            "No one team below you is called *Nowhere*, and it is no month. Teams below you: North. "
            "A month is typed as `March`, `March 2025` or `2025-03`, after the team. Try `/supervision report`."
        )
    tom.command("/supervision", "report nor")
    assert seen(tom).startswith("*North* · "), "as much of its name as tells it from the others"
    (answer,) = office.person("ann").command("/supervision", "report")
    assert "nobody is" in answer.text


@pytest.mark.parametrize(
    ("typed", "headed"), [("report", "*Your line*, Anytown &amp; Sons · "), ("report north", "*North* · ")]
)
def test_a_managers_report_is_headed_as_of_their_line_and_not_as_the_councils(office: Office, typed: str, headed: str) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        work.settings.put("organisation.service", "Anytown & Sons")
        work.commit()
    tom = office.person("tom")
    tom.command("/supervision", typed)
    assert seen(tom).startswith(headed)


def test_what_is_counted_is_said_with_its_rule(office: Office) -> None:
    sue = office.person("sue")
    sue.command("/supervision", "report north")
    assert "Nobody below" not in seen(sue)
    press(sue, "report_counted")
    said = seen(sue)
    not_asked = {"audits", "cp_audited", "team_groups", "same_profession", "year_ahead", "conversations", "observing",
                 "asye_caseload", "tools"}  # fmt: skip
    assert {key for key, one in MEASURES.items() if f"*{one.title}*" in said} == MEASURES.keys() - not_asked
    assert "WOK-s4-f" in said
    assert "WOK-16 (Wokingham, Supervision Standard 16)" in said


def test_what_manchester_asks_to_be_looked_at_has_its_figures_too(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        sue = office.person("sue")
        sue.command("/supervision", "report")
        shown = seen(sue)
        for title in ("Audits against quota", "Team groups held", "The year ahead planned", "Line managers who observed",
                      "Cases that drift"):  # fmt: skip
            assert f"*{title}*" in shown, title
        press(sue, "report_list", '{"measure": "year_ahead"}')
        for said in ("no dates booked · 0 of 13", "0 of 13 dates"):  # nobody has planned every four weeks of the year
            assert said in seen(sue)
        press(sue, "report_counted")
        assert "MAN-2.1-b (Manchester, 2.1)" in seen(sue)


def asked_for(office: Office) -> list[tuple[str, str]]:
    """By whom, and what of which month and team, in order."""
    with office.store.reading() as session:
        row = NoticeRow
        found = session.execute(select(row.recipient_id, row.subject).where(row.kind == "paper").order_by(row.at, row.subject))
        return [(to, subject) for to, subject in found]


def test_the_report_on_screen_is_sent_as_a_file_once_however_often_it_is_asked_for(office: Office) -> None:
    """Its month and its team; again within ten minutes it is the same wish, in another form or of another team it is not."""
    tom = office.person("tom")

    def send(action: str = "report_send", typed: str = "report North february") -> str:
        if tom.modal:
            tom.close(everything=True)
        tom.command("/supervision", typed)
        press(tom, action)
        return seen(tom)

    workbook, pdf = (("E-tom", f"paper 2026-02 {forms} North") for forms in ("chart+workbook", "pdf"))
    assert "*The workbook is on its way:* how supervision stands, *North*, to February." in send()
    assert "asked for at 10:05, is on its way already: it is made once" in send()
    assert "*The PDF is on its way:*" in send("report_send_pdf")
    assert asked_for(office) == [workbook, pdf]
    assert "stands, your line, to March." in send(typed="report")
    assert asked_for(office)[-1] == ("E-tom", "paper 2026-03 chart+workbook")
    office.now[0] += timedelta(minutes=10)
    assert "already" in send(), "nothing has been sent yet, so it waits still"
    with office.store.writing() as session:
        session.execute(update(OutboxRow).values(state="sent"))
        session.commit()
    assert "is on its way:" in send(), "what came ten minutes ago may be wanted as it stands now"
    assert [*map(itemgetter(1), asked_for(office))].count("paper 2026-02 chart+workbook North") == 2


def test_where_no_file_can_come_the_answer_names_the_command(office: Office) -> None:
    sue = office.person("sue")
    made = (
        "whoever runs Cornerstone makes it with `cornerstone report --month 2026-03 --team North --as E-sue --pdf report.pdf`."
    )
    office.store.alarms.begin(SINGLE, "papers", detail="missing_scope", now=office.now[0])
    sue.command("/supervision", "report north")
    press(sue, "report_send_pdf")
    assert f"who looks after it has been told. Until then {made}" in seen(sue)
    without = Deps(office.store, lambda: office.now[0], lambda _: office.app.client, stopwatch, sends_files=False)
    asked = Incoming(Source.ACTION, "report_send_pdf", SINGLE, slack_id("sue"), "once", value='{"scope": "North"}')
    assert f"This council keeps no files in Slack, so {made}" in answer(asked, ACTIONS[asked.name], COMMANDS, without).text
    for team in ("South", "Nowhere"):  # another's team reads like none
        toms = Incoming(Source.ACTION, "report_send", SINGLE, slack_id("tom"), team, value=f'{{"scope": "{team}"}}')
        assert "There is no such record here" in answer(toms, ACTIONS[toms.name], COMMANDS, without).text
    assert asked_for(office) == []


@pytest.mark.parametrize(
    "typed", ["report february", "report North feb", "report north Feb", "report North February 2026", "report 2026-02"]
)
def test_a_month_is_named_as_people_say_it(office: Office, typed: str) -> None:
    sue = office.person("sue")
    sue.command("/supervision", typed)
    assert "to February ·" in seen(sue)
    assert "March" not in seen(sue).split("On time")[1].split("Late now")[0]


def test_a_month_has_its_year_and_one_that_has_not_come_is_refused(office: Office) -> None:
    sue = office.person("sue")
    sue.command("/supervision", "report north Sept 2025")
    assert "April 2025 to September 2025 ·" in seen(sue)
    sue.close()
    for typed in ("report April 2026", "report North 2027-01"):
        (answer,) = sue.command("/supervision", typed)
        assert "That month has not come yet." in answer.text, typed


def test_of_a_case_that_has_passed_on_to_another_line_no_record_is_offered(office: Office) -> None:
    """What Ann did on it counts still; the case itself is Carol's line's to look at."""
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(update(CaseRow).values(opened_on=date(2026, 1, 5)))
        work.session.execute(update(AllocationRow).values(from_on=date(2026, 1, 5)))
        tom, today = work.people.must_get(staff_id("tom")), office.now[0].date()
        work.sessions.record(viewer=tom, supervisee_id=staff_id("ann"), held_on=date(2026, 3, 20), cases=["M100001"])
        work.session.execute(update(AllocationRow).where(AllocationRow.case_ref == "M100001").values(until_on=today))
        new = {"worker_id": staff_id("omar"), "from_on": today}
        work.session.add(AllocationRow(workspace=SINGLE, case_ref="M100001", **new))
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    desk, rows = office.person("tom"), dict[str, list[bool]]()
    desk.command("/supervision", "report")
    press(desk, "report_list", '{"measure": "on_time"}')
    assert desk.modal
    for block in desk.modal.blocks:
        said = block.get("text", {}).get("text", "")
        for ref in ("M100001", "M100014"):
            if f"*{ref}*" in said:
                assert ("The case is with others now." in said) == ("accessory" not in block)
                rows.setdefault(ref, []).append("accessory" in block)
    assert {ref: set(each) for ref, each in rows.items()} == {"M100001": {False}, "M100014": {True}}


def test_those_who_are_in_no_team_are_a_team_of_their_own(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.get_one(PersonRow, (SINGLE, staff_id("ann"))).team = ""
        work.commit()
    sue = office.person("sue")
    sue.command("/supervision", "report")
    assert "*No team* 50% on time, 1 of 2" in seen(sue)
    assert sue.modal
    (button,) = (
        block["accessory"] for block in sue.modal.blocks if block.get("text", {}).get("text", "").startswith("*No team*")
    )
    press(sue, button["action_id"], button["value"])
    assert seen(sue).startswith("*On time* · No team: 2 rows")
    assert names(seen(sue)) == {"ann"}


def test_performance_and_audit_staff_have_the_figures_of_everybody_and_no_name(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        work.quality_staff.grant(staff_id("ann"), viewer=work.people.must_get(staff_id("zoe")))
        work.commit()
    ann = office.person("ann")
    ann.command("/supervision", "report")
    assert "*Late now*" in seen(ann)
    press(ann, "report_list", '{"measure": "late"}')
    assert "Who it is about is not shown here." in seen(ann)
    assert names(seen(ann)) == set()


def test_the_home_tab_of_a_senior_says_how_much_was_in_time_and_opens_the_report(office: Office) -> None:
    begin(office.store, "2026-03-01")
    sue = office.person("sue")
    home = sue.home()
    assert home
    # Of that kind only Ann's supervision of 2 March fell due, and it was not held. Of other months nothing is known.
    said = "*Supervision and case discussions on time:* `·····▁` March so far 0%, 0 of 1\n"
    since = "Counted since Cornerstone began here on Sun 1 March. The report has every other duty too, and what was imported"
    assert f"{said}{since} from before." in words_of(home.blocks)
    sue.press(home, "report_open")
    assert "*On time*" in seen(sue)


def test_the_home_tab_counts_nothing_of_the_days_before_cornerstone_began_here(office: Office) -> None:
    """Ann's supervision of 2 March is all the schedule has of that month: what was held is imported as history."""
    begin(office.store, "2026-03-03")
    home = office.person("sue").home()
    assert home
    assert "*Supervision and case discussions on time*\nNothing counts towards this yet." in words_of(home.blocks)


@pytest.mark.parametrize(("policy", "is_timed"), [("wokingham", True), ("manchester", False)])
def test_recording_is_held_against_a_time_where_the_policy_gives_one(databases: Databases, policy: str, is_timed: bool) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy=policy) as office:
        sue = office.person("sue")
        sue.command("/supervision", "report")
        (line,) = (line for line in seen(sue).splitlines() if line.startswith("*Recorded*"))
        assert " at the longest" in line
        assert line.endswith(" in time") == is_timed
