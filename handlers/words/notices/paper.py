"""A report as a file, which its recipient asked for: what it is, and what to do where it does not come."""

from collections.abc import Sequence

from handlers.words import commandline, report
from handlers.words.phrases import escape
from storage.papers import PDF, Paper
from storage.views import ItemView, MessageView, Person

BUTTONS: tuple[str, ...] = ()


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`*The workbook you asked for:* how supervision stands, North, to March. It comes into this message's thread. …`"""
    paper = items[0].paper
    assert paper
    asked = f"*The {report.FORMS[paper.form]} you asked for:* {report.which(paper, message.on)}."
    instead = report.instead(command(paper, message.recipient, message.workspace))
    if not message.sends_files:
        return f"{asked} {report.NO_FILES} {instead}"
    return f"{asked} {report.INTO_THE_THREAD[paper.form]} {report.WHERE_NOT} {instead}"


def command(paper: Paper, reader: Person, workspace: str) -> str:
    """What makes the same paper on the command line, as Slack shows it."""
    form = "pdf" if paper.form == PDF else "xlsx"
    files = f"--{form} report.{form}"
    return escape(commandline.report(paper.month, files, workspace=workspace, viewer=reader.id, team=paper.team))
