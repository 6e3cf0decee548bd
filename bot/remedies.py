"""What an administrator does about each trouble: the one table behind alarms, `doctor` and `outbox list`."""

from dataclasses import dataclass

from scheduling.reaching import Reason
from storage.notices.edits import NO_ACCOUNT


@dataclass(frozen=True, slots=True)
class Trouble:
    """An alarm in words."""

    wrong: str
    """The fact. `{who}` is whom it is about, or how many; `{detail}` the alarm's own code or count."""
    means: str
    do: str
    over: str
    """The same once it is over."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A reason why something is not sent, in words, and what to do about it."""

    says: str
    do: str


REINSTALL = "Paste the output of `cornerstone manifest` at api.slack.com/apps (*App Manifest*) and reinstall the app."
INSTALL_AGAIN = (
    "Install the app again (api.slack.com/apps, *OAuth & Permissions*), put the token into SLACK_BOT_TOKEN and restart."
)
ACCOUNT = "Give them a Slack account with the e-mail address of the people file, or correct the address there and import again."
SWEEP = (
    "Read the log of `cornerstone clock` (or `cornerstone run`) at *tick sweep*, and report what it says there. "
    "What is due goes out by itself once that is mended."
)
OURS = "This is a fault of Cornerstone. Report it with the number of the message; `cornerstone outbox cancel` puts it away."

LADDER: dict[Reason, Remedy] = {
    Reason.NO_ACCOUNT: Remedy("no Slack account", ACCOUNT),
    Reason.AWAY: Remedy(
        "away, and nobody covers",
        "Have it recorded who covers for them, with `/supervision absence`: they can, or a manager above them.",
    ),
    Reason.GONE: Remedy(
        "does not work here any more",
        "Give the people they supervise or manage another line manager, and import again.",
    ),
    Reason.NOT_LISTED: Remedy(
        "not on the list of people", "Add them to the people file, or correct who names them, and import again."
    ),
    Reason.OWN: Remedy(
        "would be told of what they themselves owe or are owed",
        "Name somebody else as cover, or correct the line manager in the people file and import again.",
    ),
    Reason.NO_SUPERVISOR: Remedy("no supervisor", "Add their line manager to the people file, and import again."),
    Reason.NOBODY_ABOVE: Remedy(
        "nobody above their supervisor to escalate to", "Add the line managers above, or name the senior managers."
    ),
}
"""Why somebody on a ladder does not hear, or nobody would of them, in the order they are listed."""

TROUBLES: dict[str, Trouble] = {
    "slack_refuses": Trouble(
        "Slack refuses Cornerstone's messages ({detail})",
        "What it refuses waits, for one person or for everybody, and goes out by itself once this is mended.",
        INSTALL_AGAIN,
        "Slack takes Cornerstone's messages again",
    ),
    "unreachable": Trouble(
        "{who} cannot be reached in Slack",
        "What they were to be told has not reached them. Escalations meant for them go to the manager above.",
        ACCOUNT,
        "{who} can be reached in Slack again",
    ),
    "papers": Trouble(
        "Reports cannot be put into Slack as files ({detail})",
        "Managers have their messages, which name `cornerstone report`. For two days the files are tried again.",
        REINSTALL,
        "Reports are put into Slack again",
    ),
    "ladder": Trouble(
        "A rung of the ladder fails at {who}",
        "What is passed up to them goes to whoever covers, else to the manager above; where there is neither, it waits.",
        "Run `cornerstone doctor`: it names everybody on the ladders who would not hear.",
        "The ladder holds again at {who}",
    ),
    "clock_stopped": Trouble(
        "No clock of Cornerstone is running",
        "No reminder and no escalation goes out. Commands and buttons still work.",
        "Start `cornerstone clock` (or `cornerstone run`) and read its log. What was due in the meantime goes out then.",
        "A clock of Cornerstone is running again",
    ),
    "sweep": Trouble(
        "What has come due is not put into messages",
        "No reminder and no escalation of it goes out, though a clock is running. Commands and buttons still work.",
        SWEEP,
        "What comes due is put into messages again",
    ),
    "backlog": Trouble(
        "Messages have waited for more than half an hour past their time",
        "People hear late of what is due.",
        "Run `cornerstone doctor`: it says what stands in the way. Slack's own troubles are on slack-status.com.",
        "Messages go out on time again",
    ),
    "failed": Trouble(
        "{detail} could not be sent, for good",
        "The people they were for have not been told.",
        "Run `cornerstone outbox list --state failed`: it names each with its reason and what to do.",
        "No message has failed for a day",
    ),
    "nightly": Trouble(
        "The nightly check found {detail} to repair, and repaired them",
        "Notices had been planned otherwise than the facts say. They are right again.",
        "The first time, nothing. If you have been told of it before, report it with the log of each such night.",
        "The nightly check finds nothing to repair any more",
    ),
    "database": Trouble(
        "The database cannot be used",
        "Nothing can be stored: commands answer that they cannot save, and no reminder goes out.",
        "Check that the database runs, that its disk has room and that DATABASE_URL is right. `cornerstone doctor` says more.",
        "The database can be used again",
    ),
}
UNKNOWN = Trouble(
    "Something is wrong ({detail})",
    "Cornerstone goes on as far as it can.",
    "Run `cornerstone doctor`.",
    "What was wrong is over",
)

CODES: dict[str, Remedy] = {
    "token_revoked": Remedy("the token was revoked", INSTALL_AGAIN),
    "token_expired": Remedy("the token has expired", INSTALL_AGAIN),
    "invalid_auth": Remedy("the token is not one of this workspace", INSTALL_AGAIN),
    "not_authed": Remedy("no token is set", INSTALL_AGAIN),
    "not_allowed_token_type": Remedy("the token is not a bot's", "SLACK_BOT_TOKEN begins with xoxb-; put that one there."),
    "account_inactive": Remedy("the app was removed from the workspace", INSTALL_AGAIN),
    "access_denied": Remedy(
        "the workspace does not let the app in", "Ask the owner of the Slack workspace to approve the app."
    ),
    "org_login_required": Remedy("the workspace is being moved", "Wait until Slack has moved it; it goes on by itself."),
    "team_access_not_granted": Remedy(
        "the app has no access to this workspace", "Ask the owner of the Slack workspace to approve the app."
    ),
    "ekm_access_denied": Remedy(
        "the workspace's keys are locked", "Ask the owner of the Slack workspace about Enterprise Key Management."
    ),
    "accesslimited": Remedy(
        "the workspace does not let the app in from this network",
        "Ask the owner of the Slack workspace to allow the addresses Cornerstone's server calls from.",
    ),
    "two_factor_setup_required": Remedy(
        "the workspace asks for two-factor authentication, and it is not set up",
        "Have whoever installed the app set it up for their Slack account. If Slack refuses still, install the app again.",
    ),
    "is_bot": Remedy("Slack lets no app do that", OURS),
    "missing_scope": Remedy("the app lacks a scope", REINSTALL),
    "no_permission": Remedy("the app may not do that", REINSTALL),
    "messages_tab_disabled": Remedy("the app's Messages tab is off", REINSTALL),
    "is_archived": Remedy("their conversation with the app is archived", "Ask them to open the app in Slack and write to it."),
    "channel_not_found": Remedy("their conversation with the app is gone", "Ask them to open the app in Slack."),
    "not_in_channel": Remedy("the app is not in their conversation", "Ask them to open the app in Slack."),
    "user_not_visible": Remedy(
        "the app may not see their Slack account",
        "Ask the owner of the Slack workspace whether they are a guest, or of another organisation.",
    ),
    "cannot_dm_bot": Remedy("their account is a bot's", ACCOUNT),
    "restricted_action": Remedy(
        "the workspace does not let the app post", "Ask the owner of the Slack workspace to let apps post."
    ),
    "edit_window_closed": Remedy(
        "the workspace does not let old messages be edited", "Nothing: only the edit is missing, the message was sent."
    ),
    "message_not_found": Remedy("the message was deleted in Slack", "Nothing: there is nothing left to edit."),
    "cant_update_message": Remedy("Slack does not let it be edited", "Nothing: the message was sent as it was."),
    "cant_delete_message": Remedy("Slack does not let it be deleted", "Delete it in Slack, or leave it there."),
    "file_uploads_disabled": Remedy(
        "the workspace lets nobody put files into Slack",
        "Ask the owner of the Slack workspace; until then `cornerstone report` makes the workbook.",
    ),
    "file_uploads_except_images_disabled": Remedy(
        "the workspace lets nobody put workbooks into Slack",
        "Ask the owner of the Slack workspace; until then `cornerstone report` makes the workbook.",
    ),
    "file_upload_size_restricted": Remedy(
        "the workspace does not take so large a file", "Make the workbook with `cornerstone report`."
    ),
    **dict.fromkeys(
        ("ratelimited", "rate_limited"), Remedy("Slack takes no more just now", "Nothing: it is sent again by itself.")
    ),
    "message_limit_exceeded": Remedy(
        "the workspace sends more messages than its Slack plan allows",
        "Nothing: it is sent again by itself. If it lasts, ask the owner of the Slack workspace about its plan.",
    ),
    "invalid_blocks": Remedy("Slack refuses how the message is made", OURS),
    "msg_too_long": Remedy("the message is too long for Slack", OURS),
    "no_text": Remedy("the message is empty", OURS),
    **dict.fromkeys(
        (NO_ACCOUNT, "no account", "no_email", "users_not_found", "user_not_found"),
        Remedy("there is no Slack account with their e-mail address", ACCOUNT),
    ),
    "user_disabled": Remedy("their Slack account is deactivated", ACCOUNT),
    "account_deactivated": Remedy("their Slack account is deactivated", ACCOUNT),
    **{reason.value: remedy for reason, remedy in LADDER.items()},
}
NOBODY = frozenset({"no_email", "users_not_found", "user_not_found", "user_disabled"})
"""Slack's reasons that mean the person has no account: once they have one, what was missed lately goes out."""
UNREACHABLE = NOBODY | {
    NO_ACCOUNT,
    "no account",
    "account_deactivated",
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "user_not_visible",
}
"""Reasons that no post reaches this one person, whatever it says: they have an alarm of their own, `unreachable`, and what is
meant for them climbs."""


def of_code(code: str) -> Remedy:
    """In words; a code nobody has written of is shown as it is."""
    found = CODES.get(code)
    if found or not code:
        return found or Remedy("", "")
    if " " in code:
        return Remedy(code, "")  # a sentence of ours already
    return Remedy(code, f"Look {code} up under Slack's chat.postMessage at docs.slack.dev, then `cornerstone outbox retry`.")


def of_alarm(name: str, detail: str) -> tuple[Trouble, str]:
    """An alarm in words, and what to do: by its Slack code where that says more."""
    trouble = TROUBLES.get(name, UNKNOWN)
    by_code = CODES.get(detail)
    return trouble, by_code.do if by_code and by_code.do else trouble.do
