"""An export as files: to be read by a person, to be read by a machine, and what the officer is to see to first."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storage.lifecycle import papers
from storage.lifecycle.subject.gathering import CHECK, Gathered, is_text
from storage.lifecycle.subject.sections import WITHHELD

MARK = "CHECK BEFORE RELEASE"
RECORD, DATA, FIRST = "record.md", "record.json", "officer-read-first.md"


def write(gathered: Gathered, to: Path, zone: ZoneInfo) -> None:
    """A new folder, or one file where its name ends in .zip; nobody but its owner may read either.

    Raises FileExists, CannotWriteThere.
    """
    files = {FIRST: _first(gathered), RECORD: _record(gathered, zone), DATA: _data(gathered)}
    if to.suffix == ".zip":
        papers.write(to, _zipped(files))
        return
    papers.new_folder(to)
    for name, text in files.items():
        papers.write(to / name, text.encode())


def must_be_free(to: Path) -> None:
    """Asked before anything is gathered. Raises FileExists, CannotWriteThere."""
    if to.exists():
        raise papers.FileExists
    if not to.parent.is_dir():
        raise papers.CannotWriteThere


def _zipped(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = papers.ONLY_THE_OWNER << 16
            archive.writestr(member, text)
    return packed.getvalue()


def _record(gathered: Gathered, zone: ZoneInfo) -> str:
    lines = [
        f"# What Cornerstone holds about {_plain(gathered.name)}",
        "",
        f"As of {_day(gathered.made_at, zone)}. Other people are named by what they are to you, and cases by number: a case is "
        "a child, whose record is the council's case system.",
    ]
    for part in gathered.parts:
        lines += ["", f"## {part.title}", ""]
        for entry in part.entries:
            facts = [f"{label}: {_plain(value)}" for label, value in entry.items() if not is_text(value)]
            lines.append("- " + " · ".join(facts))
            for label, value in entry.items():
                if is_text(value):
                    lines += [f"  - {label} **[{MARK}]**", "", *_quoted(value[CHECK]), ""]
        lines += [f"Not shown: {why}." for why in part.left_out]
    return "\n".join([*lines, ""])


def _data(gathered: Gathered) -> str:
    sections = [
        {"title": part.title, "entries": list(part.entries), "not_shown": list(part.left_out)} for part in gathered.parts
    ]
    whole = {"subject": gathered.name, "made_at": gathered.made_at.isoformat(), "sections": sections}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _first(gathered: Gathered) -> str:
    lines = [
        "# For the officer: do not release this page",
        "",
        f"1. Read all {gathered.texts} texts marked [{MARK}] (in {DATA} under `{CHECK}`). Names of staff known to the council, "
        "case references, e-mail addresses and mentions have been replaced in [brackets]. A child's name, a nickname, or "
        "somebody who does not work here is not known to a machine: take them out, in both files.",
        "2. Take out the marks.",
        f"3. Give {RECORD} and {DATA} to the requester, and delete the rest.",
        "",
        "Kept and not part of it:",
        "",
        *(f"- `{column}`: {why}" for column, why in sorted(WITHHELD.items())),
        "",
    ]
    if gathered.hidden:
        lines += [
            f"**{gathered.hidden} right(s) to read this record are under a constraint of time or of law, so the requester has "
            "not been told of them. They, and what was read by them, are left out (Wokingham 9). Take advice before release.**",
            "",
        ]
    return "\n".join(lines)


def _quoted(text: str) -> list[str]:
    return [f"    > {_plain(line)}" for line in text.splitlines() or [""]]


def _plain(value: Any) -> str:
    """One line; what somebody typed is no heading, picture or link of ours."""
    line = " ".join(str(value).split())
    return "".join(f"\\{letter}" if letter in "\\`*_<>#!|" else letter for letter in line).replace("](", "]\\(")


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"
