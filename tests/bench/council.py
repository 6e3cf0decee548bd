"""A made-up council of any size: Wokingham's shape, fifteen cases a worker, six workers a supervisor."""

from datetime import date, timedelta

from scheduling.facts import Allocation, Case, Discussion, Facts, Person, Relationship, Session

CASES_A_WORKER = 15
WORKERS_A_SUPERVISOR = 6
CATEGORIES = ("child_protection", "child_in_care", "child_in_need", "early_help", "care_leaver")
TODAY = date(2026, 6, 10)
_DAYS = [TODAY - timedelta(days) for days in range(700)]


def council(cases: int, policy: str = "wokingham") -> Facts:
    """So many open cases, each discussed twice, with their workers and supervisors."""
    workers = max(1, cases // CASES_A_WORKER)
    supervisors = max(1, workers // WORKERS_A_SUPERVISOR)
    senior = Person("senior", role="non_case_holder", level="senior_manager", started_on=date(2014, 1, 6))
    people = [senior]
    for number in range(supervisors):
        people.append(Person(f"s{number}", "non_case_holder", "supervisor", started_on=date(2018, 9, 3), manager="senior"))
    ties, sessions = [], []
    for number in range(workers):
        boss = f"s{number % supervisors}"
        people.append(Person(f"w{number}", started_on=_DAYS[300 + number % 399], manager=boss))
        ties.append(Relationship(f"w{number}", boss, _DAYS[200 + number % 50]))
        held = _DAYS[5 + number % 40]
        sessions.append(Session(f"w{number}", boss, "personal", held, held, 90, held))
    made, allocations, discussions = [], [], []
    for number in range(cases):
        ref, worker = f"M{number:07}", f"w{number % workers}"
        boss = f"s{number % workers % supervisors}"
        opened = _DAYS[120 + number % 80]
        made.append(Case(ref, CATEGORIES[number % 5], opened))
        allocations.append(Allocation(ref, worker, "key_worker", opened))
        first, second = _DAYS[100 + number % 20], _DAYS[30 + number % 60]
        discussions.append(Discussion(ref, worker, boss, first, "supervision", (), True, first, first))
        discussions.append(Discussion(ref, worker, boss, second, "supervision", (), True, second, second))
    return Facts(
        policy=policy, people=tuple(people), relationships=tuple(ties), sessions=tuple(sessions), cases=tuple(made),
        allocations=tuple(allocations), discussions=tuple(discussions),
    )  # fmt: skip
