"""A folder of Standard Safeguarding Dataset tables: episodes give the cases, involvements who worked them when."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from storage.extracts import cells, posts
from storage.extracts.children import Children
from storage.extracts.columns_ssd import SSD
from storage.extracts.csvs import open_csv
from storage.extracts.faults import ImportStopped, Place
from storage.extracts.plan import AllocationEntry, ImportPlan, Who
from storage.extracts.tables import Progress, Row, no_progress

SOURCE = "ssd"
EPISODES: Mapping[str, str] = {
    "cin_episodes": "child_in_need",
    "cp_plans": "child_protection",
    "cla_episodes": "child_in_care",
    "care_leavers": "care_leaver",
    "early_help_episodes": "early_help",
}
KEY_WORKERS = (
    "allocated case worker|CW|case worker|allocated worker|allocated social worker|ASW|social worker|SW|key worker|"
    "allocated practitioner|case manager|responsible worker|worker|allocated|AW|ALLWORK|allocated children's social worker|"
    "primary worker|lead professional|personal adviser|personal advisor|PA|early help worker|family support worker|case holder"
)
CO_WORKERS = "co worker|co-allocated worker|joint worker|secondary worker|second worker|co-working social worker"
LEADS = "lead worker|lead social worker"
INVOLVED_AS: Mapping[str, str] = {
    **{cells.squeezed(each): "key_worker" for each in KEY_WORKERS.split("|")},
    **{cells.squeezed(each): "co_worker" for each in CO_WORKERS.split("|")},
    **{cells.squeezed(each): "lead" for each in LEADS.split("|")},
}
"""Roles on a case that are allocations. Others (reviewing officer, health visitor, manager) are not, and are left out."""


@dataclass(frozen=True, slots=True)
class Professional:
    """A line of ssd_professionals, as far as people.csv may leave it open."""

    who: Who
    hours: str
    employment: str
    post: str


@dataclass(slots=True)
class _Folder:
    """The tables found, and what one table tells another."""

    files: dict[str, Path]
    plan: ImportPlan
    children: Children
    progress: Progress
    professionals: dict[str, Professional] = field(default_factory=dict)
    child_of_referral: dict[str, str] = field(default_factory=dict)
    involvements: dict[str, list[AllocationEntry]] = field(default_factory=dict)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of one table; none where it is missing."""
        if (path := self.files.get(table)) is None:
            return
        opened = open_csv(path, SSD[table], self.plan.faults)
        if opened is None:
            self.plan.is_partial = True
            return
        yield from opened.read(self.plan.faults, self.progress)


def read_ssd(
    folder: Path, children: Children, plan: ImportPlan, progress: Progress = no_progress
) -> tuple[dict[str, list[AllocationEntry]], list[Professional]]:
    """Put every child among `children`; answers the allocations of each and the professionals."""
    if not folder.is_dir():
        raise ImportStopped(f"{folder} is not a folder. Give the folder that holds ssd_involvements.csv and the other tables.")
    plan.sources.add(SOURCE)
    read = _Folder(_tables(folder), plan, children, progress)
    missing = sorted({*EPISODES, "involvements", "professionals"} - set(read.files))
    if not set(EPISODES) & set(read.files):
        raise ImportStopped(
            f"{folder} holds no table of cases. Expected files such as ssd_cin_episodes.csv and ssd_cp_plans.csv."
        )
    if missing:
        plan.faults.remark(f"{folder.name} has no table {', '.join('ssd_' + name for name in missing)}: read without.")
    for row in read.rows("professionals"):
        _professional(read, row)
    for table, category in EPISODES.items():
        for row in read.rows(table):
            _episode(read, row, category)
    _involvements(read)
    return {ref: _one_after_the_other(found) for ref, found in read.involvements.items()}, list(read.professionals.values())


def _tables(folder: Path) -> dict[str, Path]:
    """Our tables among the folder's files, whatever stands around their names (`dbo.ssd_cp_plans_v.csv`)."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
            for table in SSD:
                if re.search(rf"(^|[^a-z])(ssd_)?{table}($|[^a-z]|_)", path.stem.casefold()) and table not in found:
                    found[table] = path
    return found


def _professional(read: _Folder, row: Row) -> None:
    number = cells.number_as_id(row.words("id"))
    name, staff_id = row.words("name"), cells.number_as_id(row.words("staff_id"))
    if number and not row.is_spoilt and (name or staff_id):
        read.professionals[number] = Professional(
            Who(name, staff_id), _hours(row.words("fte")), _employment(row.words("agency")), row.words("post")
        )


def _hours(fte: str) -> str:
    return posts.hours(fte) if re.fullmatch(r"\d+(\.\d+)?", fte) else ""


def _employment(flag: str) -> str:
    return {"y": "agency", "yes": "agency", "1": "agency", "n": "permanent", "no": "permanent", "0": "permanent"}.get(
        flag.casefold(), ""
    )


def _episode(read: _Folder, row: Row, category: str) -> None:
    children = read.children
    ref = row.reference("child")
    row.must("child", ref, "Every row needs the child's reference")
    start, end = row.day("start"), row.day("end")
    if (entered := row.day("entered")) is not None and start is not None:
        start = min(start, entered)
    if category != "care_leaver":
        row.must("start", start, "Give the day it began")
    if start and end and end < start:
        row.fault("end", f"{end:%d/%m/%Y} is before the start, {start:%d/%m/%Y}", "Correct one of the two")
    if start and start > children.today:
        row.fault("start", f"{start:%d/%m/%Y} has not come yet", "Correct the date, or leave the row out until then")
    worker = cells.number_as_id(row.words("worker"))
    if row.is_spoilt:
        children.spoil(ref)
        return
    children.know(ref, row.place, SOURCE)
    children.add_span(ref, category, start, end)
    if referral := cells.number_as_id(row.words("referral")):
        read.child_of_referral[referral] = ref
    if worker and not (end and end <= children.today) and (professional := read.professionals.get(worker)):
        children.add_worker(ref, category, start, professional.who, row.place)


def _involvements(read: _Folder) -> None:
    plan, today = read.plan, read.children.today
    others, taken, strangers, adrift = 0, 0, set[str](), 0
    for row in read.rows("involvements"):
        role = INVOLVED_AS.get(cells.squeezed(row.words("role"))) if row.has("role") else "key_worker"
        if role is None:
            others += 1
            continue
        taken += 1
        start, end = row.day("start"), row.day("end")
        row.must("start", start, "Give the day the worker was allocated")
        if start and end and end < start:
            row.fault("end", f"{end:%d/%m/%Y} is before the start, {start:%d/%m/%Y}", "Correct one of the two")
        referral = cells.number_as_id(row.words("referral"))
        ref = row.reference("child") or read.child_of_referral.get(referral, "")
        if row.is_spoilt:
            read.children.spoil(ref)
            continue
        number = cells.number_as_id(row.words("professional"))
        who = read.professionals.get(number)
        is_over = end is not None and end <= today
        if ref and start and who:
            read.involvements.setdefault(ref, []).append(AllocationEntry(ref, who.who, role, start, end, row.place))
        elif ref and number and not is_over:
            strangers.add(number)
        elif not ref and not is_over:
            adrift += 1
    if others and not taken:
        plan.faults.add(
            Place("ssd_involvements", column="invo_professional_role_id"),
            f"none of the {others:,} rows is in a role we know as an allocated worker's",
            f"Write the role as one of: {', '.join(KEY_WORKERS.split('|')[:4])}",
        )
    elif others:
        plan.faults.remark(f"ssd_involvements: {others:,} rows in other roles than an allocated worker's were left out.")
    if strangers:
        shown = ", ".join(sorted(strangers)[:5]) + (" …" if len(strangers) > 5 else "")
        plan.faults.remark(
            f"ssd_involvements: {len(strangers):,} professionals are not in ssd_professionals ({shown}); "
            "their cases are left without them. Add them there."
        )
    if adrift:
        plan.faults.remark(f"ssd_involvements: {adrift:,} open rows belong to no child or referral in the tables; left out.")


def _one_after_the_other(found: list[AllocationEntry]) -> list[AllocationEntry]:
    """A case has one key worker at a time: an involvement is over, ended or not, where one begins that lasts longer.

    One that was over before does not end it: whoever stood in for a month leaves the case with the worker who never ended.
    """
    ordered = sorted(found, key=lambda entry: entry.from_on or date.min)
    keys = [entry for entry in ordered if entry.role == "key_worker"]
    result = [entry for entry in ordered if entry.role != "key_worker"]
    for place, entry in enumerate(keys):
        ends = entry.until_on or date.max
        lasting = (each.from_on for each in keys[place + 1 :] if each.from_on and (each.until_on or date.max) >= ends)
        until = min((ends, *lasting))
        if entry.from_on is None or until > entry.from_on:
            result.append(replace(entry, until_on=None if until == date.max else until))
    return result
