"""What could not go on its day goes with the next morning's message, and leaves nothing behind that waits for ever.

Ann is supervised by Tom. The morning of Thursday 26 March 2026 has a message for each of them.
"""

from __future__ import annotations

from datetime import timedelta

from storage import SINGLE
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at, day, who
from tests.storage.reading import send
from tests.storage.test_quiet import log

EVENING, NEXT = "2026-03-26T17:59", "2026-03-27T09:00"


def test_an_edit_of_a_message_that_goes_with_another_is_not_waited_for(council: Store) -> None:
    """It is queued while the post is on its way, as that may have been put in words already; then Slack refuses the post."""
    now = at(EVENING)
    sweep(council, SINGLE, now)
    claims = council.outbox.sending(council.outbox.claim(now, limit=100), now)
    with council.work(SINGLE, now) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-26"), notes="Said.")
        work.commit()
    assert council.outbox.counts().by_state["pending"] > 0, "the edits wait for their posts"
    for claim in claims:
        council.outbox.refused(claim, now + timedelta(seconds=90), now)
    log(council, "2026-03-26T18:30", "ann")  # Tom hears of it with Friday's message, which is there from now on
    sweep(council, SINGLE, at(NEXT))
    (came,) = [call for call in send(council, NEXT) if call.to == "tom" and call.kind == "morning" and call.op == "post"]
    assert "to_confirm M100001" in came.lines
    assert len(came.lines) > 1, "with what Thursday's told"
    assert council.outbox.counts().by_state == {}
    assert council.outbox.lanes() == [], "nobody is looked at every second for what can never go"
