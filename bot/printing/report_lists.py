"""Lists of the report: who and what is late, agreements, observations, load, cases never discussed, sessions moved."""

from datetime import date

from bot.printing import report_more as more
from bot.printing import report_words as words
from bot.printing.report import Column, Report, Sheet


def sheets(report: Report) -> tuple[Sheet, ...]:
    """Every sheet of the workbook, in order."""
    return (
        report.summary(),
        late(report),
        report.on_time(),
        agreements(report),
        report.times(),
        observations(report),
        load(report),
        training(report),
        cases(report),
        moved(report),
        *more.sheets(report),
        more.by_month(report),
        report.definitions(),
    )


def late(report: Report) -> Sheet:
    """Who and what is late, since when and why; the longest first."""
    columns = (
        Column("days", "number"), Column("due", "due"), Column("kind"), Column("person"), Column("team"), Column("case"),
        Column("category"), Column("responsible"), Column("why", "long"), Column("rule"), Column("source"),
    )  # fmt: skip
    rows = sorted(report.items("late"), key=lambda each: (-(each.days or 0), report.name(each.person), each.case or ""))
    cells = [
        (
            each.days, report.due(each), words.label(each.kind), report.name(each.person), words.team(each.team), each.case,
            words.label(each.category) if each.category else None, report.names(each), report.why(each), each.rule, each.source,
        )
        for each in rows
    ]  # fmt: skip
    return Sheet(words.LATE, columns, tuple(cells))


def agreements(report: Report) -> Sheet:
    """Of everybody supervised: in order, or what is wrong with it; that first."""
    columns = (
        Column("state"), Column("person"), Column("team"), Column("responsible"), Column("due", "date"),
        Column("why", "long"), Column("rule"), Column("source"),
    )  # fmt: skip
    rows = sorted(report.items("agreements"), key=lambda each: (each.number, each.kind, report.name(each.person)))
    cells = [
        (
            words.label(each.kind), report.name(each.person), words.team(each.team), report.names(each), report.due(each),
            report.why(each), each.rule, each.source,
        )
        for each in rows
    ]  # fmt: skip
    return Sheet(words.AGREEMENTS, columns, tuple(cells))


def observations(report: Report) -> Sheet:
    """Against the quota; who lacks most first."""
    columns = (
        Column("person"), Column("team"), Column("responsible"), Column("count", "number"), Column("out_of", "number"),
        Column("share", "share"), Column("due", "date"), Column("why", "long"), Column("rule"), Column("source"),
    )  # fmt: skip
    rows = sorted(report.items("observations"), key=lambda each: (each.number - each.out_of, report.name(each.person)))
    cells = [
        (
            report.name(each.person), words.team(each.team), report.names(each), each.number, each.out_of,
            each.number / each.out_of if each.out_of else None, report.due(each), report.why(each), each.rule, each.source,
        )
        for each in rows
    ]  # fmt: skip
    return Sheet(words.OBSERVATIONS, columns, tuple(cells))


def load(report: Report) -> Sheet:
    """Supervisors by how many they supervise, the most first; and those who are away."""
    columns = (
        Column("person"), Column("team"), Column("state"), Column("supervisees", "number"), Column("why", "long"),
        Column("rule"), Column("source"),
    )  # fmt: skip
    over = sorted(report.items("supervisors_over"), key=lambda each: (-(each.days or 0), report.name(each.person)))
    away = sorted(report.items("absent"), key=lambda each: (-each.number, report.name(each.person)))
    cells = [
        (
            report.name(each.person), words.team(each.team), words.label(each.kind),
            each.days if each.measure == "supervisors_over" else None, report.why(each), each.rule, each.source,
        )
        for each in [*over, *away]
    ]  # fmt: skip
    return Sheet(words.LOAD, columns, tuple(cells))


def training(report: Report) -> Sheet:
    """What is asked of everybody who supervises, as far as it is noted; what is not, first."""
    columns = (
        Column("person"), Column("team"), Column("asked"), Column("state"), Column("on", "date"),
        Column("why", "long"), Column("rule"), Column("source"),
    )  # fmt: skip
    rows = sorted(report.items("trained"), key=lambda each: (each.number, report.name(each.person), each.kind))
    cells = [
        (
            report.name(each.person), words.team(each.team), words.label(each.kind),
            words.label("in_order" if each.number else "lacking"), each.done_on, report.why(each), each.rule, each.source,
        )
        for each in rows
    ]  # fmt: skip
    return Sheet(words.TRAINING, columns, tuple(cells))


def cases(report: Report) -> Sheet:
    """Open cases that have never been discussed, the longest first."""
    columns = (
        Column("case"), Column("category"), Column("person"), Column("team"), Column("responsible"),
        Column("since", "date"), Column("open", "number"), Column("why", "long"), Column("rule"), Column("source"),
    )  # fmt: skip
    rows = [each for each in report.items("never_discussed") if each.number]
    cells = [
        (
            each.case, words.label(each.category), report.name(each.person), words.team(each.team), report.names(each),
            report.due(each), each.days, report.why(each), each.rule, each.source,
        )
        for each in sorted(rows, key=lambda each: (-(each.days or 0), each.case or ""))
    ]  # fmt: skip
    return Sheet(words.CASES, columns, tuple(cells))


def moved(report: Report) -> Sheet:
    """How often sessions were put off, by month, sort of reason and for whom; never what was typed."""
    columns = (Column("month", "month"), Column("team"), Column("reason"), Column("party"), Column("number", "number"))
    counted: dict[tuple[date, str, str, str], int] = {}
    for each in report.items("moved"):
        if each.month:
            key = (each.month, words.team(each.team), words.label(each.kind), words.label(each.category))
            counted[key] = counted.get(key, 0) + each.number
    return Sheet(words.MOVED, columns, tuple((*key, number) for key, number in sorted(counted.items())))
