"""The sample council, as the files a council would give: see README.md beside them."""

from datetime import date, datetime
from pathlib import Path

from storage.extracts import Sources, read
from storage.importing import Options, Outcome, import_plan
from storage.store import Store

FOLDER = Path(__file__).parent

FIRST_DAY = date(2026, 3, 2)
"""The files are of this Monday morning: a demonstration's clock starts here, at 08:55 Europe/London."""


def sources(folder: Path = FOLDER) -> Sources:
    """The sample's files, as an import takes them."""
    return Sources(
        people=folder / "people.csv",
        annex_a=folder / "annex-a.xlsx",
        allocations=folder / "allocations.csv",
        sessions=folder / "sessions.csv",
        discussions=folder / "discussions.csv",
        agreements=folder / "agreements.csv",
        observations=folder / "observations.csv",
        audits=folder / "audits.csv",
        training=folder / "training.csv",
    )


def load_sample(store: Store, workspace: str, now: datetime) -> Outcome:
    """Import the sample council as `cornerstone import` would."""
    return import_plan(store, workspace, now, read(sources(), now.date()), Options())
