"""cases.csv and allocations.csv, for a council without either standard extract."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from storage.extracts import cells
from storage.extracts.children import Children
from storage.extracts.columns_ours import ALLOCATIONS, CASES
from storage.extracts.csvs import open_csv
from storage.extracts.names import is_somebody
from storage.extracts.plan import RANK, AllocationEntry, ImportPlan, Who
from storage.extracts.tables import Progress, Row, no_progress

SOURCE = "cases_csv"
CATEGORIES: Mapping[str, str] = {
    **{cells.squeezed(each): each for each in RANK},
    **{cells.squeezed(each): "child_in_care" for each in ("LAC", "CLA", "CIC", "looked after child", "looked after")},
    **{cells.squeezed(each): "child_protection" for each in ("CP", "CPP", "child protection plan")},
    **{cells.squeezed(each): "child_in_need" for each in ("CIN", "child in need plan", "children in need")},
    **{cells.squeezed(each): "care_leaver" for each in ("care leavers", "leaving care", "CL")},
    **{cells.squeezed(each): "early_help" for each in ("EH", "early help assessment", "EHA")},
    **{cells.squeezed(each): "assessment" for each in ("open assessment", "assessments", "C&F assessment")},
    **{cells.squeezed(each): "supervising_social_worker" for each in ("SSW", "fostering", "foster carer")},
}  # fmt: skip
ROLES: Mapping[str, str] = {
    **{cells.squeezed(each): each for each in ("key_worker", "lead", "co_worker", "supporting", "duty")},
    **{cells.squeezed(each): "key_worker" for each in ("allocated worker", "allocated case worker", "social worker", "CW")},
    **{cells.squeezed(each): "co_worker" for each in ("co-allocated", "joint worker", "second worker")},
    **{cells.squeezed(each): "supporting" for each in ("support", "support worker", "family support")},
}  # fmt: skip


def read_cases(path: Path, children: Children, plan: ImportPlan, progress: Progress = no_progress) -> None:
    """Put every case of cases.csv among `children`. Several lines of one case are its history, by `category from`."""
    plan.sources.add(SOURCE)
    table = open_csv(path, CASES, plan.faults)
    if table is None:
        plan.is_partial = True
        return
    lines: dict[str, list[tuple[date | None, date | None, str, Row]]] = {}
    for row in table.read(plan.faults, progress):
        ref = row.reference("case")
        row.must("case", ref, "Every line needs the case's reference")
        category = row.read("category", lambda value: cells.code(value, CATEGORIES, "a category"), "")
        row.must("category", category, f"Use one of: {', '.join(RANK)}")
        opened, closed, since = row.day("opened"), row.day("closed"), row.day("from")
        if opened and closed and closed < opened:
            row.fault("closed", f"{closed:%d/%m/%Y} is before it was opened, {opened:%d/%m/%Y}", "Correct one of the two")
        if opened and opened > children.today:
            row.fault("opened", f"{opened:%d/%m/%Y} has not come yet", "Correct the date, or leave the line out until then")
        if row.is_spoilt:
            children.spoil(ref)
            continue
        children.know(ref, row.place, SOURCE)
        lines.setdefault(ref, []).append((since or opened, closed, category, row))
    for ref, found in lines.items():
        _one_case(ref, found, children)


def _one_case(ref: str, found: list[tuple[date | None, date | None, str, Row]], children: Children) -> None:
    """Each line holds until the next one's day; two different categories from one day are a fault."""
    found.sort(key=lambda line: line[0] or date.min)
    for (start, closed, category, row), following in zip(found, [*found[1:], None], strict=True):
        until = closed
        if following is not None:
            if following[0] == start and following[2] != category:
                following[3].fault(
                    "category", f"differs from line {row.line} for the same case", "Say from when in a column category from"
                )
                children.spoil(ref)
                return
            until = min(until or date.max, following[0] or date.max)
        children.add_span(ref, category, start, None if until == date.max else until)


def read_allocations(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> list[AllocationEntry]:
    """Every line of allocations.csv that can be read."""
    table = open_csv(path, ALLOCATIONS, plan.faults)
    if table is None:
        plan.is_partial = True
        return []
    found = []
    for row in table.read(plan.faults, progress):
        ref = row.reference("case")
        row.must("case", ref, "Every line needs the case's reference")
        worker = row.words("worker")
        row.must(
            "worker", worker, "Give the worker's staff id, e-mail address or name; leave the line out for an unallocated case"
        )
        role = row.read("role", lambda value: cells.code(value, ROLES, "an allocation role"), "") or "key_worker"
        start, end = row.day("from"), row.day("until")
        if start and end and end < start:
            row.fault("until", f"{end:%d/%m/%Y} is before the start, {start:%d/%m/%Y}", "Correct one of the two")
        if row.is_spoilt:
            plan.spoilt_cases.add(ref)
        elif is_somebody(worker):
            found.append(AllocationEntry(ref, Who(worker), role, start, end, row.place))
    return found
