"""Where the app is installed, whether each token works, and who has people here and no app there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.alarm_words import when
from bot.doctor.finding import Finding, fault, ok, warning
from bot.doctor.patient import SLACK_TIMEOUT, Patient
from bot.doctor.slack import Slack
from bot.installations import Installations
from bot.wiring import build_client
from storage.models.installations import UNINSTALLED_AT
from storage.store import Store

INSTALL = "Open /slack/install of the bot's address in a browser, and allow it there."
NOBODY = "the app is not installed anywhere"


def installations(patient: Patient, store: Store) -> Iterator[Finding]:
    """Each workspace the app is installed in, and each that is left in peace because it is not."""
    kept = Installations(patient.settings.slack_client_id, store)
    since = kept.since()
    if not since:
        yield fault(f"{NOBODY}: nothing is sent", INSTALL)
    for workspace in sorted(since):
        token = kept.of(workspace)
        slack = Slack(patient, build_client(patient.settings, SLACK_TIMEOUT, str(token.bot_token) if token else ""))
        for found in (*slack.token(), *(() if slack.test.code else slack.scopes())):
            yield replace(found, says=f"{workspace}: {found.says}")
    for workspace in sorted(set(store.workspaces()) - set(since)):
        with store.read(workspace, patient.now) as work:
            gone = work.settings.get(UNINSTALLED_AT)
        if gone:
            at = when(datetime.fromisoformat(gone), patient.now, patient.settings.zone)
            yield warning(f"{workspace}: uninstalled at {at}; what is to be sent waits, and its data is kept", INSTALL)
        else:
            yield warning(f"{workspace}: has people, and the app is not installed there: nothing is sent", INSTALL)
    if since:
        yield ok(f"installed in {len(since)} workspace{'' if len(since) == 1 else 's'}")
