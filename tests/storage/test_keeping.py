"""Requests seen, drafts, settings, heartbeats."""

from storage import SINGLE
from storage.rederive import nightly
from storage.store import Store
from tests.storage.council import at, who

NOW = at("2026-03-24")


def _once(store: Store, request_id: str, now: str, *, commits: bool = True, workspace: str = SINGLE) -> bool:
    with store.work(workspace, at(now)) as work:
        is_new = work.once(request_id)
        if commits:
            work.commit()
        return is_new


def test_a_request_is_stored_once_and_forgotten_after_a_day(council: Store) -> None:
    assert _once(council, "r1", "2026-03-24", commits=False)
    assert _once(council, "r1", "2026-03-24")
    assert not _once(council, "r1", "2026-03-24T09:05")
    assert not _once(council, "r1", "2026-03-25")
    assert _once(council, "r2", "2026-03-24")
    assert _once(council, "r1", "2026-03-24", workspace="other")
    assert _once(council, "r1", "2026-03-25T09:01")


def test_the_night_forgets_old_requests(council: Store) -> None:
    _once(council, "r1", "2026-03-24")
    _once(council, "r2", "2026-03-25T08:00")
    assert nightly(council, SINGLE, at("2026-03-25T10:00")).forgotten_requests == 1
    assert not _once(council, "r2", "2026-03-25T10:00")


def test_a_draft_is_given_back_once_to_whoever_typed_it(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        ann, tom = who(work, "ann"), who(work, "tom")
        work.drafts.keep(ann, "decision", {"text": "first"})
        kept = work.drafts.keep(ann, "decision", {"text": "second", "case": None})
        work.drafts.keep(ann, "session", {"text": "other"})
        assert work.drafts.take(tom, "decision") is None
        draft = work.drafts.take(ann, "decision")
        assert draft is not None
        assert (draft.id, draft.content, draft.kept_at) == (kept, {"text": "second", "case": None}, NOW)
        assert work.drafts.take(ann, "decision") is None
        assert work.drafts.take(ann, "session") is not None


def test_a_setting_is_kept_a_workspace(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.settings.put("organisation.senior_managers", ["sue"])
        work.settings.put("organisation.senior_managers", ["zoe"])
        work.commit()
    with council.read(SINGLE, NOW) as work:
        assert work.settings.get("organisation.senior_managers") == ["zoe"]
        assert work.settings.get("organisation.service", "none") == "none"
    with council.read("other", NOW) as work:
        assert work.settings.get("organisation.senior_managers") is None


def test_a_policy_setting_changes_what_is_derived(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        ann = who(work, "ann")
        before = {each.kind: each.escalates_on for each in work.obligations.of("ann", viewer=ann)}
        work.settings.put("policy.settings", {"escalate_from_day": 30, "intervals": {"case_summary": {"weeks": 8}}})
        work.index.refresh_all()
        after = {each.kind: each.escalates_on for each in work.obligations.of("ann", viewer=ann)}
        changed = before["personal_supervision"], after["personal_supervision"]
        assert [str(day) for day in changed] == ["2026-04-24", "2026-05-02"]


def test_the_latest_heartbeat_is_that_of_any_process(council: Store) -> None:
    assert council.heartbeats.latest() is None
    council.heartbeats.beat("clock-1", at("2026-03-24T09:00"))
    council.heartbeats.beat("clock-2", at("2026-03-24T09:05"))
    council.heartbeats.beat("clock-1", at("2026-03-24T09:10"))
    assert council.heartbeats.latest() == at("2026-03-24T09:10")
