"""Every table, and every sealed column, belongs to one class of retention. Written out here; a test misses none.

A class says from which day its period counts and what is done when it has run out. How long that is, the council says
(`storage.lifecycle.schedule`): Cornerstone has a figure of its own only for what is nobody's record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduling.calendar import Interval

Done = Literal["content", "row", "details"]
"""`content`: what was written goes, dates, roles and references stay. `row`: all of it goes. `details`: a leaver is called
"erased person n" from then on, and their records keep their dates."""


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """What may be asked of a class, the usual first."""

    says: str
    """What it is, as a records officer would call it."""
    counts_from: tuple[str, ...] = ()
    then: tuple[Done, ...] = ()
    """Empty: it is kept as long as Cornerstone runs."""
    ours: Interval | None = None
    """Without the council's own figure; None: then it is kept."""
    is_nightly: bool = False
    """Goes each night by itself; the rest goes by `cornerstone retention run`, after a plan somebody has seen."""
    least_days: int = 1
    """A message is edited for 60 days, and what ended may begin again: sooner it does not go."""
    why_kept: str = ""


# In the order they go: messages before what they tell of, and somebody's name last, since it says whose the rest was.
CLASSES: Mapping[str, RetentionClass] = {
    "case_content": RetentionClass(
        "the text of decisions confirmed as filed on the case system", ("filed_on",), ("content",), Interval(90, "days"), True
    ),
    "drafts": RetentionClass("what was typed and not stored", ("kept_on",), ("row",), Interval(14, "days"), True),
    "messages": RetentionClass(
        "notices and messages sent: to whom and when, never what they said", ("day_on",), ("row",), least_days=90
    ),
    "personal_supervision": RetentionClass(
        "the personal supervision record: sessions, filled forms with signatures and actions, agreements, observations, audits",
        ("left_on", "held_on"),
        ("content", "row"),
    ),
    "access": RetentionClass(
        "rights to read a record, calendar addresses, tokens: those that have ended", ("ended_on",), ("row",)
    ),
    "absences": RetentionClass("absences and who covered", ("until_on",), ("row",)),
    "case_dates": RetentionClass("cases by reference, who worked them, when they were discussed", ("closed_on",), ("row",)),
    "obligations": RetentionClass("what was owed, and how it ended", ("closed_on",), ("row",), least_days=90),
    "alarms": RetentionClass("trouble with Cornerstone itself", ("ended_on",), ("row",)),
    "staff": RetentionClass("who worked here, with posts and line", ("left_on",), ("details",)),
    "requests": RetentionClass("Slack's request ids", why_kept="forgotten after 24 hours, always"),
    "settings": RetentionClass("settings and heartbeats", why_kept="they say how things are now"),
    "installation": RetentionClass(
        "where the app is installed, with its tokens", why_kept="its tokens go when the app is removed from Slack"
    ),
    "trail": RetentionClass("the audit trail", why_kept="it only grows; whom a leaver's token stood for is erased with them"),
    "lifecycle": RetentionClass(
        "legal holds, erasures, subject access", why_kept="they show why something was kept, went, or was given"
    ),
}

TABLES: Mapping[str, str] = {
    "absences": "absences",
    "action_points": "personal_supervision",
    "agreements": "personal_supervision",
    "alarms": "alarms",
    "allocations": "case_dates",
    "api_tokens": "access",
    "audit_draws": "personal_supervision",
    "audit_samples": "personal_supervision",
    "audits": "personal_supervision",
    "case_changes": "case_dates",
    "case_children": "case_dates",
    "case_flags": "case_dates",
    "case_intervals": "case_dates",
    "case_points": "case_dates",
    "cases_for_groups": "case_dates",
    "cases": "case_dates",
    "conversations": "personal_supervision",
    "direct_work": "personal_supervision",
    "decision_checks": "case_dates",
    "discussion_workers": "case_dates",
    "discussions": "case_dates",
    "disputes": "personal_supervision",
    "drafts": "drafts",
    "earlier_agreements": "personal_supervision",
    "erasures": "lifecycle",
    "evidence": "case_dates",
    "feeds": "access",
    "former_teams": "staff",
    "front_door_cases": "personal_supervision",
    "grants": "access",
    "group_attendees": "personal_supervision",
    "group_cases": "case_dates",
    "groups": "personal_supervision",
    "heartbeats": "settings",
    "holds": "lifecycle",
    "invites": "access",
    "kept_words": "personal_supervision",
    "messages": "messages",
    "notices": "messages",
    "obligations": "obligations",
    "observations": "personal_supervision",
    "planned_observations": "personal_supervision",
    "outbox": "messages",
    "people": "staff",
    "person_changes": "staff",
    "personal_matters": "personal_supervision",
    "plans": "personal_supervision",
    "postponements": "personal_supervision",
    "probation_assessments": "personal_supervision",
    "raisings": "obligations",
    "record_versions": "personal_supervision",
    "records": "personal_supervision",
    "relationships": "staff",
    "requests": "requests",
    "responsible": "obligations",
    "sessions": "personal_supervision",
    "settings": "settings",
    "signatures": "personal_supervision",
    "snoozes": "obligations",
    "slack_bots": "installation",
    "slack_installations": "installation",
    "slack_oauth_states": "installation",
    "subject_exports": "lifecycle",
    "trail": "trail",
    "trail_heads": "trail",
    "trail_names": "trail",
    "trainings": "staff",
    "worker_names": "staff",
}
"""The class of each table's rows."""

SEALED: Mapping[str, str] = {
    "case_flags.answer": "case_dates",
    "case_flags.words": "case_dates",
    "case_intervals.because": "case_dates",
    "action_points.outcome_words": "personal_supervision",
    "action_points.words": "personal_supervision",
    "decision_checks.reason": "case_content",
    "discussions.decision": "case_content",
    "discussions.more": "case_content",
    "discussions.rationale": "case_content",
    "disputes.outcome_words": "personal_supervision",
    "disputes.words": "personal_supervision",
    "drafts.content": "drafts",
    "erasures.reason": "lifecycle",
    "grants.outside": "access",
    "grants.reason": "access",
    "grants.untold_because": "access",
    "holds.reason": "lifecycle",
    "holds.release_reason": "lifecycle",
    "kept_words.reason": "personal_supervision",
    "personal_matters.content": "personal_supervision",
    "postponements.reason": "personal_supervision",
    "record_versions.because": "personal_supervision",
    "record_versions.content": "personal_supervision",
    "sessions.notes": "personal_supervision",
    "snoozes.words": "obligations",
    "slack_bots.bot_refresh_token": "installation",  # nosec B105 # a class of retention
    "slack_bots.bot_token": "installation",  # nosec B105 # a class of retention
    "slack_installations.bot_refresh_token": "installation",  # nosec B105 # a class of retention
    "slack_installations.bot_token": "installation",  # nosec B105 # a class of retention
    "slack_installations.incoming_webhook_configuration_url": "installation",
    "slack_installations.incoming_webhook_url": "installation",
    "slack_installations.user_refresh_token": "installation",  # nosec B105 # a class of retention
    "slack_installations.user_token": "installation",  # nosec B105 # a class of retention
    "subject_exports.reason": "lifecycle",
    "trail_heads.head": "trail",
    "trainings.title": "staff",
}
"""The class of what is sealed, which may go before its row does."""
