"""Every subcommand of `cornerstone`, written out."""

import importlib

import typer

MODULES = (
    "bot.questions",  # due, plan, notices, check
    "bot.policy",  # policy list, show, check, compare, new, coverage
    "bot.simulating",  # simulate
    "bot.importing",  # import
    "bot.doctor_command",  # doctor
    "bot.export_command",  # export
    "bot.api_token_command",  # api-token issue, list, revoke
    "bot.quality_command",  # quality grant, revoke, list
    "bot.feed_command",  # feed revoke
    "bot.outbox_command",  # outbox list, retry, cancel
    "bot.workspace_command",  # workspace list
    "bot.retention_command",  # retention schedule, plan, run, scrub, hold, release, list
    "bot.subject_command",  # subject export, erase
    "bot.file_command",  # file
    "bot.report_command",  # report
    "bot.audit_command",  # audit verify, heads, list
    "bot.audits_command",  # audits draw, list, check
    "bot.starting",  # demo, run, web, clock, db, backup, restore, manifest, keys
)


def register(app: typer.Typer) -> None:
    """Add each module's commands to `app`."""
    for name in MODULES:
        importlib.import_module(name).register(app)
