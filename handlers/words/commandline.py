"""What makes a report on the command line: said in messages, printed on papers, and the same wherever it stands."""

import shlex
from datetime import date

from storage import SINGLE


def report(
    month: date,
    files: str,
    *,
    workspace: str,
    viewer: str | None,
    team: str | None = None,
    as_of: date | None = None,
) -> str:
    """As a shell takes it; `files` is what it makes, `viewer` a staff id, None for the operator.

    The workspace is named where it has a name of its own: the app is installed in several, or may be.
    """
    said = ["cornerstone report", f"--month {month:%Y-%m}"]
    said += [f"--as-of {as_of}"] if as_of is not None else []
    said += [f"--team {shlex.quote(team)}"] if team is not None else []
    said += [f"--as {shlex.quote(viewer)}"] if viewer is not None else []
    said += [f"--workspace {shlex.quote(workspace)}"] if workspace != SINGLE else []
    return " ".join([*said, files])
