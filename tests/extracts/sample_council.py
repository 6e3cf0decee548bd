"""Makes the files of `bot/sample`. Run `python -m tests.extracts.sample_council` after a change here; a test compares the two.

Everybody is invented. Dates are fixed around Monday 2 March 2026, when the demonstration begins.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from bot.sample import FOLDER

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def d(day: str) -> date:
    """`24 Feb` of 2026, or `24 Feb 2025`."""
    number, month, *year = day.split()
    return date(int(year[0]) if year else 2026, MONTHS.index(month) + 1, int(number))


POSTS = """
E1001 | Grace Garland | Head of Service        | senior manager      | full time | permanent | 3 Jun 2019  |       | HP
E1002 | Sue Sandford  | Service Manager        | middle manager      | full time | permanent | 12 Jan 2021 | E1001 | HP
E1003 | Tom Tilley    | Team Manager           | first line manager  | full time | permanent | 4 Apr 2022  | E1002 | N
E1004 | Carol Cotter  | Team Manager           | first line manager  | full time | permanent | 9 Sep 2020  | E1002 | S
E1005 | Ann Ashby     | Social Worker          | case holder         | full time | permanent | 4 Sep 2023  | E1003 | N
E1006 | Priya Prasad  | Social Worker (ASYE)   | case holder         | full time | permanent | 17 Nov 2025 | E1003 | N
E1007 | Ben Barlow    | Social Worker          | case holder         | part time | permanent | 13 May 2019 | E1003 | N
E1008 | Omar Otley    | Social Worker          | case holder         | full time | agency    | 12 Jan 2026 | E1003 | N
E1009 | Dawn Dexter   | Senior Practitioner    | senior practitioner | full time | permanent | 5 Sep 2016  | E1003 | N
E1010 | Ffion Frost   | Social Worker          | case holder         | full time | permanent | 6 Sep 2021  | E1003 | N
E1011 | Kofi Kendall  | Social Worker          | case holder         | full time | permanent | 3 Oct 2022  | E1004 | S
E1012 | Lucy Lowther  | Social Worker          | case holder         | full time | permanent | 6 Oct 2025  | E1004 | S
E1013 | Marek Mallory | Social Worker          | case holder         | full time | agency    | 14 Jul 2025 | E1004 | S
E1014 | Nadia Norris  | Social Worker (ASYE)   | case holder         | full time | permanent | 1 Sep 2025  | E1004 | S
E1015 | Rhys Rowan    | Personal Adviser       | case holder         | part time | permanent | 8 Feb 2021  | E1004 | S
E1016 | Tess Thorne   | Early Help Practitioner| case holder         | full time | temporary | 2 Jun 2025  | E1004 | S
"""
TEAMS = {"HP": "Help and Protection", "N": "North Locality", "S": "South Locality"}
HISTORY = """
E1001 |             |                              |                          | 4 Nov 2025
E1002 | 12 Jan 2021 | 16 Feb, 14 Jan, 15 Dec 2025  | 1 Feb 2021, 10 Sep 2025  | 7 Oct 2025
E1003 | 4 Apr 2022  | 18 Feb, 19 Jan, 16 Dec 2025  | 25 Apr 2022, 8 Oct 2025  | 12 Nov 2025
E1004 | 12 Jan 2021 | 19 Feb, 20 Jan, 17 Dec 2025  | 2 Feb 2021, 11 Nov 2025  | 3 Dec 2025
E1005 | 4 Sep 2023  | 9 Feb, 12 Jan, 11 Dec 2025   | 25 Sep 2023, 18 Sep 2025 | 21 Oct 2025
E1006 | 17 Nov 2025 | 24 Feb, 10 Feb, 27 Jan, 13 Jan | 8 Dec 2025             |
E1007 | 4 Apr 2022  | 23 Feb, 26 Jan, 22 Dec 2025  | 26 Apr 2022, 11 Mar 2025 | 18 Sep 2025
E1008 | 12 Jan 2026 | 26 Feb, 12 Feb, 29 Jan, 19 Jan | 4 Feb 2026             |
E1009 | 4 Apr 2022  | 27 Feb, 28 Jan, 23 Dec 2025  | 28 Apr 2022, 2 Jul 2025  | 5 Jun 2025
E1010 | 4 Apr 2022  | 23 Jan, 19 Dec 2025          | 3 May 2022, 9 Oct 2025   | 25 Nov 2025
E1011 | 3 Oct 2022  | 20 Feb, 21 Jan, 18 Dec 2025  | 24 Oct 2022, 14 Oct 2025 | 16 Jul 2025
E1012 | 6 Oct 2025  | 25 Feb, 11 Feb, 28 Jan, 14 Jan | 27 Oct 2025            |
E1013 | 14 Jul 2025 | 30 Jan, 30 Dec 2025          | 4 Aug 2025               | 10 Dec 2025
E1014 | 1 Sep 2025  | 26 Feb, 12 Feb, 29 Jan, 15 Jan | 22 Sep 2025            | 21 Jan
E1015 | 8 Feb 2021  | 24 Feb, 27 Jan, 22 Dec 2025  | 1 Mar 2021, 17 Sep 2025  | 24 Sep 2025
E1016 | 2 Jun 2025  | 25 Feb, 26 Jan, 19 Dec 2025  | 23 Jun 2025              | 19 Nov 2025
"""
"""Supervised since; sessions held, newest first; agreement signed, reviewed; practice or a supervision of theirs observed."""
AUDITS = """
E1002 | E1001 | 5 Nov 2025
E1003 | E1002 | 12 Mar 2025
E1004 | E1002 | 17 Sep 2025
"""
TRAININGS = """
E1001 | supervision skills     | Leading supervision          | 12 Nov 2019 |
E1001 | procedures             |                              | 16 Nov 2020 |
E1001 | performance objectives |                              | 6 May 2025  |
E1002 | supervision skills     | Effective supervision        | 18 May 2021 |
E1002 | procedures             |                              | 15 Feb 2021 |
E1002 | top-up                 | Reflective group supervision | 20 Jan      | 7 Oct 2025
E1002 | performance objectives |                              | 13 May 2025 |
E1003 | supervision skills     | Effective supervision        | 14 Jun 2022 |
E1003 | procedures             |                              | 9 May 2022  |
E1003 | top-up                 | Difficult conversations      |             | 12 Nov 2025
E1003 | performance objectives |                              | 20 May 2025 |
E1004 | procedures             |                              | 5 Oct 2020  |
"""
"""Carol has managed a team since 2020 and nobody has noted that she was trained to."""
"""Whose records of personal supervision were audited, by whom, when: Tom's are due again on 12 March."""
ASYE_FROM = {"E1006": "17 Nov 2025", "E1014": "1 Sep 2025"}
ALL_IN_THE_LAST = {"E1008", "E1010", "E1012", "E1013", "E1014"}
"""Their cases were all discussed in the last session; others' in the last two."""
LEVELS = {"senior manager": "senior manager", "middle manager": "service manager", "first line manager": "supervisor"}


@dataclass(frozen=True)
class Somebody:
    """One line of people.csv and what hangs on it."""

    staff_id: str
    name: str
    post: str
    role: str
    hours: str
    employment: str
    start: date
    manager: str
    team: str
    since: date | None
    sessions: tuple[date, ...]
    """Newest first."""
    signed: tuple[date, ...]
    """The agreement; then its last review."""
    observed: date | None

    @property
    def case_sessions(self) -> int:
        """Over how many of the last sessions their cases were discussed."""
        return 1 if self.staff_id in ALL_IN_THE_LAST else 2


def _days(text: str) -> tuple[date, ...]:
    return tuple(d(each) for each in text.split(", ") if each)


def _people_of(posts: str, history: str) -> Iterator[Somebody]:
    rows = {line[:5]: [cell.strip() for cell in line.split("|")] for line in history.strip().splitlines()}
    for line in posts.strip().splitlines():
        staff_id, name, post, role, hours, employment, start, manager, team = (cell.strip() for cell in line.split("|"))
        _, since, held, signed, observed = rows[staff_id]
        then = (_days(since) or (None,))[0], _days(held), _days(signed), (_days(observed) or (None,))[0]
        yield Somebody(staff_id, name, post, role, hours, employment, d(start), manager, TEAMS[team], *then)


PEOPLE = tuple(_people_of(POSTS, HISTORY))

CP, CIC, CIN = "child_protection", "child_in_care", "child_in_need"
CL, EH, ASSESSMENT = "care_leaver", "early_help", "assessment"

CASELOADS = {
    "Ann Ashby": {"1": CP, "14": CIN, "22": CIC, "2": CIN, "3": CIN, "4": CP},
    "Priya Prasad": {"11": CIN, "12": CIN, "13": CIC, "15": CIN},
    "Ben Barlow": {"21": CIC, "23": CIC, "24": CIN, "25": CIN},
    "Omar Otley": {"31": CP, "32": CIN, "33": CP, "34": CIN, "35": CIC, "36": CIN},
    "Dawn Dexter": {"41": CP, "42": CP, "43": CIC, "44": CIC, "45": CIN},
    "Ffion Frost": {"51": CIN, "52": CIC, "53": CIN, "54": CP, "55": CIN, "56": CIN},
    "Kofi Kendall": {"61": CP, "62": CIC, "63": CIN, "64": CP, "65": CIN, "66": CIC},
    "Lucy Lowther": {"71": ASSESSMENT, "72": CIN, "73": ASSESSMENT, "74": CIN, "75": CP},
    "Marek Mallory": {"81": CIN, "82": CP, "83": CIN, "84": CIC, "85": CIN},
    "Nadia Norris": {"91": CIN, "92": CIN, "93": CIN, "94": CIC},
    "Rhys Rowan": {"101": CL, "102": CL, "103": CL, "104": CL, "105": CL},
    "Tess Thorne": {"111": EH, "112": EH, "113": EH, "114": EH, "115": EH},
}
EARLIER = {"1": d("12 Jan"), "14": d("12 Jan"), "22": d("12 Jan"), "61": d("29 Dec 2025")}
"""Cases last discussed on another day than their worker's sessions give: Ann's fall due in March, Kofi's is late."""


@dataclass(frozen=True)
class Case:
    """One case of somebody's load."""

    number: int
    ref: str
    category: str
    worker: Somebody
    opened: date
    discussed: date

    @property
    def discussions(self) -> list[date]:
        """Within the month it came, then at least every seven weeks, and last when it was last discussed."""
        first = self.opened + timedelta(days=21)
        if self.discussed <= self.opened + timedelta(days=30):
            return [self.discussed]
        between = (self.discussed - first).days
        turns = max(1, -(-between // 50))
        return [_weekday(first + timedelta(days=between * turn // turns)) for turn in range(turns)] + [self.discussed]

    @property
    def oversight(self) -> Iterator[date]:
        """Management oversight so far: shortly before each month since a discussion is over."""
        held = self.discussions
        for last, following in zip(held, [*held[1:], d("1 Mar")], strict=True):
            on = last + timedelta(days=25)
            while on < following:
                yield _weekday(on)
                on += timedelta(days=28)


def _weekday(on: date) -> date:
    return on - timedelta(days=max(0, on.weekday() - 4))


def cases() -> list[Case]:
    """Every case, by reference."""
    found = []
    people = {each.name: each for each in PEOPLE}
    for name, load in CASELOADS.items():
        worker = people[name]
        for place, (number, category) in enumerate(load.items()):
            discussed = EARLIER.get(number) or worker.sessions[place % worker.case_sessions]
            opened = d("14 Apr 2025") + timedelta(days=(int(number) * 17) % 220)
            opened = max(opened, worker.start + timedelta(days=int(number) % 5))
            opened = min(opened, discussed - timedelta(days=10))
            found.append(Case(int(number), f"M{100000 + int(number)}", category, worker, opened, discussed))
    return sorted(found, key=lambda case: case.ref)


# ---- the files ---------------------------------------------------------------------------------------------------------


def write(folder: Path) -> None:
    """All of them, into this folder."""
    _csv(folder / "people.csv", _people())
    _csv(folder / "sessions.csv", _sessions())
    _csv(folder / "agreements.csv", _agreements())
    _csv(folder / "discussions.csv", _discussions())
    _csv(folder / "observations.csv", _observations())
    _csv(folder / "audits.csv", _audits())
    _csv(folder / "training.csv", _trainings())
    _csv(folder / "allocations.csv", _allocations())
    _annex_a().save(folder / "annex-a.xlsx")


def _csv(path: Path, rows: Iterator[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([_uk(cell) for cell in row] for row in rows)


def _uk(cell: object) -> object:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def _people() -> Iterator[Sequence[object]]:
    yield (
        *("name", "e-mail", "post", "role", "level", "hours", "employment", "start", "staff id", "line manager"),
        *("supervised since", "team", "asye from", "left"),
    )
    for p in PEOPLE:
        email = p.name.lower().replace(" ", ".") + "@example.org"
        asye = d(ASYE_FROM[p.staff_id]) if p.staff_id in ASYE_FROM else ""
        level = LEVELS.get(p.role, "practitioner")
        yield (
            p.name,
            email,
            p.post,
            p.role,
            level,
            p.hours,
            p.employment,
            p.start,
            p.staff_id,
            p.manager,
            p.since,
            p.team,
            asye,
            "",
        )


def _sessions() -> Iterator[Sequence[object]]:
    yield "supervisee", "supervisor", "held on", "minutes", "recorded on"
    for p in PEOPLE:
        for place, held in enumerate(reversed(p.sessions)):
            is_to_record = p.name == "Dawn Dexter" and held == d("27 Feb")
            recorded = "" if is_to_record else held + timedelta(days=1 if held.weekday() < 4 else 3)
            yield p.staff_id, p.manager, held, 75 if p.staff_id in ASYE_FROM else 90 + 5 * (place % 3), recorded


def _agreements() -> Iterator[Sequence[object]]:
    yield "supervisee", "supervisor", "supervisee signed on", "supervisor signed on", "named manager", "reviewed on"
    above = {p.staff_id: p.manager for p in PEOPLE}
    for p in PEOPLE:
        if p.signed:
            signed, *reviewed = p.signed
            yield p.staff_id, p.manager, signed, signed, above[p.manager] or "E1001", *(reviewed or [""])


def _observations() -> Iterator[Sequence[object]]:
    yield "observed", "observer", "kind", "on"
    for p in PEOPLE:
        if p.observed:
            yield p.staff_id, p.manager or "E1002", "supervision" if p.role in LEVELS else "practice", p.observed


def _audits() -> Iterator[Sequence[object]]:
    yield "audited", "auditor", "kind", "on"
    for line in AUDITS.strip().splitlines():
        of, by, on = (cell.strip() for cell in line.split("|"))
        yield of, by, "personal records", d(on)


def _trainings() -> Iterator[Sequence[object]]:
    yield "supervisor", "training", "title", "attended on", "identified on"
    for line in TRAININGS.strip().splitlines():
        who, what, title, on, needed = (cell.strip() for cell in line.split("|"))
        yield who, what, title, d(on) if on else "", d(needed) if needed else ""


def _discussions() -> Iterator[Sequence[object]]:
    yield "case", "worker", "kind", "on"
    for case in cases():
        for on in case.discussions:
            yield case.ref, case.worker.staff_id, "supervision", on
        for on in case.oversight:
            yield case.ref, case.worker.staff_id, "oversight", on


def _allocations() -> Iterator[Sequence[object]]:
    """List 2 names no worker and List 9 gives no date, so these say both."""
    yield "case", "worker", "role", "from"
    for case in cases():
        if case.category in (CL, EH):
            yield case.ref, case.worker.staff_id, "key worker", case.opened


PERSONAL = ("Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
"""Ofsted asks for these; the sample leaves them empty, and the import never looks."""
WORKER = ("Allocated Team", "Allocated Worker")
LISTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "List 2": ((EH,), ("Assessment start date", "Assessment completion date", "Organisation completing assessment")),
    "List 4": ((ASSESSMENT,), ("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation", *WORKER)),
    "List 6": ((CIN, CP, CIC, ASSESSMENT), ("CIN Start Date", "CIN Closure Date", "Case Status", *WORKER)),
    "List 7": ((CP,), ("Child Protection Plan Start Date", "Child Protection Plan End Date", *WORKER)),
    "List 8": ((CIC,), ("Date Started to be Looked After", "Date Ceased to be Looked After", *WORKER)),
    "List 9": ((CL,), (*WORKER, "Eligibility Category")),
}
STATUS = {
    CIC: "a) Looked after child",
    CP: "b) Child Protection plan",
    CIN: "c) Child in need plan",
    ASSESSMENT: "d) Open assessment",
}


def _annex_a() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for number in range(1, 12):
        title = f"List {number}"
        categories, columns = LISTS.get(title, ((), ("Not part of the sample",)))
        sheet = book.create_sheet(title)
        sheet.append(["Child Unique ID", *PERSONAL, *columns])
        for case in cases():
            if case.category in categories:
                sheet.append([case.ref, *[None] * len(PERSONAL), *(_cell(case, column) for column in columns)])
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, date):
                    cell.number_format = "dd/mm/yyyy"
    return book


def _cell(case: Case, column: str) -> object:
    forename, surname = case.worker.name.split()
    plan_began = case.opened + timedelta(days=7)
    return {
        "Organisation completing assessment": "Early Help Service",
        "Assessment start date": case.opened,
        "Continuous Assessment Start Date": case.opened,
        "CIN Start Date": case.opened,
        "Case Status": STATUS.get(case.category),
        "Child Protection Plan Start Date": plan_began,
        "Date Started to be Looked After": plan_began,
        "Allocated Team": case.worker.team,
        "Allocated Worker": f"{surname}, {forename}",
        "Eligibility Category": "Former relevant",
    }.get(column)


if __name__ == "__main__":
    write(FOLDER)
