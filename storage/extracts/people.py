"""people.csv: who works here, in which role, and who manages whom."""

import re
from dataclasses import replace
from pathlib import Path

from storage.extracts import cells, posts
from storage.extracts.columns_ours import PEOPLE
from storage.extracts.csvs import open_csv
from storage.extracts.names import worker_key
from storage.extracts.plan import ImportPlan, PersonEntry, Who
from storage.extracts.tables import Progress, Row, no_progress

_BRACKETS = re.compile(r"\s*\([^)]*\)\s*")
_IN_BRACKETS = re.compile(r"<([^<>]+)>")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


def read_people(path: Path, plan: ImportPlan, progress: Progress = no_progress) -> None:
    """Everybody in the file whose line can be read; the rest is in the plan's faults."""
    table = open_csv(path, PEOPLE, plan.faults)
    if table is not None and not {"manager", "manager_email", "manager_number"} & set(table.columns):
        plan.faults.add(
            table.place, "has no column line manager", "Add it: the staff id, e-mail address or name of whoever supervises each"
        )
        table = None
    people: list[PersonEntry] = []
    seen: dict[str, int] = {}
    for row in table.read(plan.faults, progress) if table else ():
        person = _person(row)
        if not row.is_spoilt and _is_new(person, row, seen):
            people.append(person)
        else:
            plan.spoilt_people |= {person.id.casefold(), person.email, worker_key(person.name)} - {""}
    plan.people = _with_levels(people)


def _person(row: Row) -> PersonEntry:
    name = row.words("name") or " ".join(filter(None, (row.words("first_name"), row.words("surname"))))
    row.must("name", worker_key(name), "Give the name as it should appear in Slack messages")
    email = _email(row)
    staff_id = cells.number_as_id(row.words("staff_id"))
    post = row.words("post")
    by_role, by_title = row.read("role", posts.role, posts.UNSAID), posts.title(post)
    role = by_role[0] or by_title[0]
    level = row.read("level", posts.level, "") or by_role[1] or by_title[1]
    row.must("role", role, f"The post does not say it either. Use one of: {', '.join(posts.ROLES)}")
    started_on = row.day("start")
    row.must("start", started_on, "Give the day this person started here")
    left_on = row.day("left")
    if started_on and left_on and left_on < started_on:
        row.fault("left", f"{left_on:%d/%m/%Y} is before the start, {started_on:%d/%m/%Y}", "Correct one of the two")
    return PersonEntry(
        id=staff_id or email,
        name=_forename_first(name),
        email=email,
        staff_id=staff_id,
        post=post,
        role=role,
        level=level,
        hours=row.read("hours", posts.hours, ""),
        employment=row.read("employment", posts.employment, ""),
        started_on=started_on or cells.EARLIEST,
        left_on=left_on,
        manager=_manager(row),
        supervised_since=row.day("supervised_since"),
        team=row.words("team"),
        asye_from=row.day("asye_from"),
        profession=cells.squeezed_words(row.words("profession")),
        frontline=row.read("frontline", cells.yes_or_no, None),
        joined_from=row.read("joined_from", lambda value: cells.code(value, posts.JOINED, "outside or within"), ""),
        place=row.place,
    )


def _manager(row: Row) -> Who | None:
    """By staff id, e-mail address or name, whichever the file gives; the surest where it gives more than one."""
    number = cells.number_as_id(row.words("manager_number"))
    text = _address(row.words("manager_email")) or cells.number_as_id(row.words("manager"))
    return Who(text or number, number) if text or number else None


def _address(text: str) -> str:
    """`Ann Ashby <Ann@Example.org>` and `mailto:ann@example.org` are ann@example.org."""
    inside = _IN_BRACKETS.search(text)
    return (inside[1] if inside else text).casefold().strip().removeprefix("mailto:")


def _email(row: Row) -> str:
    email = _address(row.words("email"))
    row.must("email", email, "People are found in Slack by their e-mail address; give the one they sign in with")
    if email and not _EMAIL.fullmatch(email):
        row.fault("email", f"'{email[:60]}' is not an e-mail address", "Write it as ann@example.gov.uk")
    return email


def _forename_first(name: str) -> str:
    last, comma, first = _BRACKETS.sub(" ", name).strip().partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else last.strip() or name


def _is_new(person: PersonEntry, row: Row, seen: dict[str, int]) -> bool:
    """Whether nobody above has this staff id or address; a second line for somebody is a fault."""
    for column, value in (("staff_id", person.staff_id and f"id {person.staff_id.casefold()}"), ("email", person.email)):
        if value and value in seen:
            row.fault(column, f"is the same as in line {seen[value]}", "Keep one line for each person")
            return False
    for value in filter(None, (person.staff_id and f"id {person.staff_id.casefold()}", person.email)):
        seen[value] = row.line
    return True


def _with_levels(people: list[PersonEntry]) -> list[PersonEntry]:
    """Where neither level nor post says: whoever manages somebody is a supervisor, everybody else a practitioner."""
    managers = {
        text.casefold() for person in people if person.manager for text in (person.manager.text, person.manager.staff_id)
    }
    manager_keys = {worker_key(manager) for manager in managers}

    def level(person: PersonEntry) -> str:
        named = {person.id.casefold(), person.email} & managers or worker_key(person.name) in manager_keys
        return person.level or ("supervisor" if named else "practitioner")

    return [replace(person, level=level(person)) for person in people]
