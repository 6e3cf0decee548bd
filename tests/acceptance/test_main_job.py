"""The main job, in a real browser: log a decision, be reminded and record, let it slip and see it escalate."""

import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from bot.sample import FOLDER
from tests.acceptance.people import At

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_manager_logs_a_decision_by_one_line(at: At) -> None:
    at.be("Tom Tilley")
    at.type("/decision M100001 move to strategy meeting because two missed visits")
    saved = at.sees("Ad hoc decision on M100001")
    expect(saved).to_contain_text("It counts as management oversight for March")
    expect(saved).to_contain_text("To file on MOSAIC by Sat 7 March")
    at.press("Copy for MOSAIC", saved)
    expect(at.modal).to_contain_text("move to strategy meeting")
    expect(at.modal).to_contain_text("two missed visits")
    at.page.keyboard.press("Escape")
    at.press("Filed", saved)
    at.sees(re.compile("on MOSAIC|Filed", re.I))
    at.demo.machine.advance(0)
    at.be("Ann Ashby")
    told = at.sees("for you to read")
    expect(told).not_to_contain_text("strategy")
    at.press("Read it", told)
    expect(at.modal).to_contain_text("two missed visits")


def test_a_manager_logs_a_decision_by_the_form_and_nothing_typed_is_lost(at: At) -> None:
    at.be("Tom Tilley")
    at.type("/decision M100001 visit twice a week")
    decision = at.modal.get_by_label("Decision")
    expect(decision).to_have_value("visit twice a week")
    at.page.get_by_test_id("modal-submit").click()
    expect(at.modal).to_be_visible()
    expect(decision).to_have_value("visit twice a week")
    at.modal.get_by_label("Rationale").fill("school reports more absence")
    at.submit("Ad hoc decision on M100001, 08:55 today, by you")
    at.demo.machine.advance(0)
    at.be("Ann Ashby")
    at.sees("logged an ad hoc decision on M100001")


def test_a_message_is_logged_as_a_decision_on_a_phone(at: At) -> None:
    at.page.set_viewport_size({"width": 390, "height": 844})
    at.page.goto(f"{at.demo.address}/as/UE1003")
    at.type("We agreed that M100001 goes to a strategy meeting because of two missed visits")
    written = at.sees("We agreed that M100001")
    written.get_by_test_id("more-actions").click()
    written.get_by_role("menuitem", name="Log as ad hoc decision").click()
    expect(at.modal.get_by_label("Decision")).to_have_value("We agreed that M100001 goes to a strategy meeting")
    expect(at.modal.get_by_label("Rationale")).to_have_value("of two missed visits")
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 390
    at.submit("Ad hoc decision on M100001, 08:55 today, by you")


def test_a_reminder_comes_and_is_edited_when_the_supervisor_records(at: At) -> None:
    at.be("Ann Ashby")
    at.days_pass(days=1)
    reminder = at.sees("Supervision with @Tom Tilley is due by Mon 9 March")
    expect(at.page.get_by_test_id("message").filter(has_text="is due by Mon 9 March")).to_have_count(1)
    at.be("Tom Tilley")
    at.press("Held: record it", at.sees("Ann Ashby"))
    at.modal.get_by_label("Held on").fill("2026-03-03")
    at.modal.get_by_label("Minutes").fill("90")
    at.modal.get_by_label(re.compile("^Record")).fill("Reflected on workload and the plan for leave.")
    at.submit("Saved")
    at.demo.machine.advance(0)
    at.be("Ann Ashby")
    reminder = at.messages.filter(has=at.page.get_by_test_id("edited")).last
    expect(reminder).to_be_visible()
    expect(reminder).to_contain_text("Tue 3 March")
    expect(reminder.get_by_role("button", name="Book")).to_have_count(0)
    at.type("/supervision next")
    at.sees("Fri 3 April")


def test_nothing_recorded_for_three_weeks_reaches_the_service_manager_on_day_22_and_not_on_day_21(at: At) -> None:
    at.be("Sue Sandford")
    at.days_pass(weeks=2)  # Mon 16 March, 08:55: Ffion Frost's supervision was due on 23 February
    at.days_pass(days=1)  # day 21 is over
    at.sees_none("more than three weeks")
    at.be("Ffion Frost")
    at.sees(re.compile("[Tt]hree weeks"))
    at.be("Sue Sandford")
    at.days_pass(days=1)  # day 22, Tue 17 March
    notice = at.sees("more than three weeks")
    expect(notice).to_contain_text("@Ffion Frost's supervision with @Tom Tilley was due on Mon 23 February")
    at.press("Why am I seeing this?", notice)
    expect(at.modal).to_contain_text("Standards 14 and 15")
    at.page.keyboard.press("Escape")
    sent = [each for each in at.demo.desk.sent(kind="escalation") if "UE1010" in each.text]
    assert [(each.user_id, each.sent_at.date()) for each in sent] == [("UE1002", date(2026, 3, 17))]
    at.page.get_by_test_id("tab-home").click()
    expect(at.page.get_by_test_id("home")).to_contain_text("Ffion Frost")


def test_tomorrows_extract_moves_a_due_date(at: At, tmp_path: Path) -> None:
    at.be("Ann Ashby")
    at.type("/supervision next")
    expect(at.sees("To prepare")).to_contain_text("M100001 (Thu 12 March)")
    said = _import(at, _plan_ended(tmp_path / "annex-a.xlsx", "M100001"))
    assert re.search(r"cases +1 changed", said)
    at.page.get_by_test_id("tab-home").click()
    home = at.page.get_by_test_id("home")
    expect(home).to_contain_text("M100022 (Thu 12 March)")
    expect(home).to_contain_text("Case discussion · M100001, M100002, M100014 · due by Sun 12 April")
    assert "nothing to do" in _import(at, tmp_path / "annex-a.xlsx").lower()


def _plan_ended(path: Path, ref: str) -> Path:
    """The sample's workbook as it would be tomorrow: this child's protection plan has ended, and a plan in need goes on."""
    book = load_workbook(FOLDER / "annex-a.xlsx")
    for title, heading, value in (
        ("List 7", "Child Protection Plan End Date", datetime(2026, 3, 1)),  # noqa: DTZ001
        ("List 6", "Case Status", "c) Child in need plan"),
    ):
        sheet = book[title]
        column = [cell.value for cell in sheet[1]].index(heading) + 1
        [row] = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == ref]
        sheet.cell(row, column).value = value
    book.save(path)
    return path


def _import(at: At, workbook: Path) -> str:
    """Import it with the command, as the council's nightly job would; what it said."""
    settings = at.demo.settings
    environment = {
        **os.environ,
        "DATABASE_URL": settings.url,
        "CORNERSTONE_KEYS": ",".join(settings.cornerstone_keys),
        "CORNERSTONE_CLOCK": str(settings.cornerstone_clock),
    }
    line = ["import", FOLDER / "people.csv", FOLDER / "allocations.csv", "--annex-a", workbook]
    command = [str(Path(sys.executable).with_name("cornerstone")), *map(str, line)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
