"""The monthly report as sheets of rows: the workbook and the paper are both set from these, so that they cannot differ."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.printing import report_words as words
from bot.printing import words as paper_words
from bot.printing.page import instant
from handlers.words import commandline
from handlers.words.phrases import days_in_words
from scheduling.measures import Figure, Item
from storage.pictures import Picture

Cell = str | int | float | date | datetime | None
Kind = Literal["text", "long", "number", "share", "points", "days", "date", "due", "month"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the words, and how its cells are written."""

    key: str
    kind: Kind = "text"

    @property
    def heading(self) -> str:
        """As people read it."""
        return words.SHARED[self.key]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    above: tuple[tuple[str, str], ...] = field(default=())
    """Label and value, over the table."""


class Report:
    """Sheets of a picture whose last month is the month reported."""

    def __init__(self, picture: Picture, zone: ZoneInfo) -> None:
        """`zone` is the council's: an hour that was due is written by its clock."""
        self.picture, self.zone = picture, zone
        self.month = picture.months[-1]
        self._items: dict[str, list[Item]] = defaultdict(list)
        for each in picture.items:
            self._items[each.measure].append(each)

    @property
    def title(self) -> str:
        """`Supervision report, October 2026`."""
        return words.title(self.month)

    @property
    def trail(self) -> str:
        """Where the audit trail ended."""
        return paper_words.trail(self.picture.trail_seq, self.picture.trail_head)

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """What it is about, label and value."""
        picture, day = self.picture, self.picture.as_of.astimezone(self.zone).date()
        said = {
            "of": picture.service or paper_words.NOTHING,
            "month": words.month(self.month),
            "as_of": instant(picture.as_of, self.zone),
            "begun": words.begun(picture.begun_on, reaches_back=picture.reaches_back),
            "policy": f"{picture.policy}, {picture.version}",
            "team": words.about(picture.team, picture.above),
            "reach": words.REACHES[picture.reach],
            "trail": paper_words.trail_end(picture.trail_seq, picture.trail_head),
            "again": self._command(day),
        }
        return tuple((words.REPORT_HEAD[key], value) for key, value in said.items())

    def _command(self, day: date) -> str:
        """What makes it again."""
        of, files = self.picture, "--xlsx FILE --pdf FILE"
        return commandline.report(self.month, files, workspace=of.workspace, viewer=of.viewer, team=of.team, as_of=day)

    def summary(self) -> Sheet:
        """A line a measure: this month, or as things stand."""
        columns = (
            Column("measure"), Column("count", "number"), Column("out_of", "number"), Column("share", "share"),
            Column("median", "days"), Column("longest", "days"), Column("before", "share"), Column("change", "points"),
            Column("note", "long"),
        )  # fmt: skip
        return Sheet(words.SUMMARY, columns, tuple(self._measures()), above=(*self.head, (words.LATER, words.SINCE)))

    def _measures(self) -> Iterator[tuple[Cell, ...]]:
        for key, measure in self.picture.definitions.items():
            month = self.month if measure.by_month else None
            found, before = self.picture.figure(key, month=month), self.before(key) if measure.by_month else None
            is_share = measure.unit != "count"
            was = before.share if before and is_share else None
            now = found.share if found and is_share else None
            change = round((now - was) * 100, 1) if now is not None and was is not None else None
            note = self.note(key, month)
            if found is None:
                # What is only counted is none where nothing counts, and says so; of a share there is nothing to say.
                nothing = words.NONE_YET if is_share else None
                yield measure.title, None if note else 0, None, None, None, None, was, None, note or nothing
            else:
                whole = found.out_of if is_share else None
                # The days of what stands (how many somebody supervises, say) are no days late.
                has_days = key in ("on_time", "late", "moved") or measure.unit == "days"
                days = (found.median_days, found.longest_days) if has_days else (None, None)
                yield measure.title, found.count, whole, now, *days, was, change, note

    def before(self, measure: str) -> Figure | None:
        """The month before the one reported."""
        return self.picture.figure(measure, month=self.picture.months[-2]) if len(self.picture.months) > 1 else None

    def note(self, measure: str, month: date | None = None, team: str | None = None, kind: str | None = None) -> str:
        """Why there is no figure where it is not the reader's to see."""
        return words.NOT_SHOWN if (measure, month, team, kind, None) in self.picture.hidden else ""

    def on_time(self) -> Sheet:
        """A line for each month, team and duty, and for all of them."""
        columns = (
            Column("month", "month"), Column("team"), Column("kind"), Column("count", "number"), Column("out_of", "number"),
            Column("share", "share"), Column("longest", "days"), Column("note"),
        )  # fmt: skip
        return Sheet(words.ON_TIME, columns, tuple(self._by_month("on_time")), words.ON_TIME_NOTE)

    def _by_month(self, measure: str) -> Iterator[tuple[Cell, ...]]:
        teams, kinds = (None, *self.picture.teams), (None, *self.kinds(measure))
        for month in self.picture.months:
            for team in teams:
                for kind in kinds:
                    figure = self.picture.figure(measure, month=month, team=team, kind=kind)
                    duty = words.ALL_DUTIES if kind is None else words.label(kind)
                    if figure:
                        yield (
                            month, words.team(team), duty, figure.count, figure.out_of, figure.share, figure.longest_days, None
                        )  # fmt: skip
                    elif note := self.note(measure, month, team, kind):
                        yield month, words.team(team), duty, None, None, None, None, note

    def kinds(self, measure: str) -> list[str]:
        """Those that occur, in the order people read them."""
        return sorted(self.picture.kinds(measure), key=words.label)

    def times(self) -> Sheet:
        """How long recording and signing took, by month and team."""
        return self.monthly(words.RECORDING, ("recording", "signing"))

    def monthly(self, sheet: str, measures: Sequence[str]) -> Sheet:
        """A line for each of these measures, month and team; with days where they are counted in days."""
        has_days = any(self.picture.definitions[measure].unit == "days" for measure in measures)
        days = (Column("median", "days"), Column("longest", "days")) if has_days else ()
        columns = (
            Column("measure"), Column("month", "month"), Column("team"), Column("count", "number"), Column("out_of", "number"),
            Column("share", "share"), *days, Column("note"),
        )  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for measure in measures:
            title = self.picture.definitions[measure].title
            for month in self.picture.months:
                for team in (None, *self.picture.teams):
                    figure, note = self.picture.figure(measure, month=month, team=team), self.note(measure, month, team)
                    said = words.team(team)
                    if figure:
                        taken = (figure.median_days, figure.longest_days)[: len(days)]
                        rows.append((title, month, said, figure.count, figure.out_of, figure.share, *taken, None))
                    elif note:
                        rows.append((title, month, said, None, None, None, *(None for _ in days), note))
        return Sheet(sheet, columns, tuple(rows), words.ON_TIME_NOTE)

    def definitions(self) -> Sheet:
        """What each measure counts, and the rules its rows follow."""
        columns = (Column("measure"), Column("definition", "long"), Column("rules", "long"))
        rows = []
        for key, measure in self.picture.definitions.items():
            cited = "\n".join(f"{rule}: {source}" for rule, source in self.picture.cited(key)) or paper_words.NOTHING
            rows.append((measure.title, measure.definition, cited))
        return Sheet(words.DEFINITIONS, columns, tuple(rows))

    # ---- pieces

    def items(self, measure: str) -> Sequence[Item]:
        """Rows the reader may open."""
        return self._items.get(measure, [])

    def name(self, person_id: str) -> str:
        """Of a member of staff."""
        person = self.picture.people.get(person_id)
        return person.name if person else person_id

    def names(self, item: Item) -> str:
        """Of who is responsible."""
        return ", ".join(map(self.name, item.responsible))

    def why(self, item: Item) -> str:
        """The facts it rests on."""
        return days_in_words(item.why)

    def due(self, item: Item) -> date | datetime | None:
        """A day; or an hour by the council's clock, without its zone, as a workbook writes it."""
        due = item.due
        return due.astimezone(self.zone).replace(tzinfo=None) if isinstance(due, datetime) else due
