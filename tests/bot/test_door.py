"""The bot's door: who may come in, and what comes twice is done once."""

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.demo import Demo
from bot.desk import payloads
from bot.desk.client import raw_of
from bot.desk.entries import values_of
from bot.door import MOST_BYTES
from storage.views import DecisionView
from tests.unhurried import sample_council

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The sample council; each test uses a case of its own."""
    with sample_council(tmp_path_factory.mktemp("door") / "demo") as started:
        yield started


def knock(
    demo: Demo,
    body: str | bytes = "",
    *,
    method: str = "POST",
    path: str = "/slack/events",
    age: int = 0,
    secret: str | None = None,
    kind: str = FORM,
    signed: str = "",
    **headers: str,
) -> tuple[int, bytes]:
    """A request as Slack would sign it, unless told otherwise."""
    stamp = headers.get("X-Slack-Request-Timestamp") or str(int(Clock().now()) - age)
    signer = SignatureVerifier(secret or demo.settings.slack_signing_secret)
    signature = str(signer.generate_signature(timestamp=stamp, body=signed or body))
    given = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": kind, **headers}
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(demo.desk.bot_url).port or 0, timeout=60)
    try:
        line.request(method, path, body or None, {name: value for name, value in given.items() if value})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def command(demo: Demo, text: str) -> str:
    """A slash command of Tom Tilley's, as Slack's form."""
    world = demo.desk.world
    slash = next(each for each in world.commands if each.command == "/decision")
    member = world.directory.person("UE1003")
    assert member is not None
    return urlencode(payloads.slash_command(world, member, slash, text))


def decisions(demo: Demo, ref: str) -> list[DecisionView]:
    with demo.store.read("council", demo.clock.now()) as work:
        return list(work.decisions.of_case(ref, viewer=work.people.must_get("E1001")))


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("a signature with another secret", {"secret": "not the secret"}),
    ("a time stamp six minutes old", {"age": 360}),
    ("a time stamp six minutes ahead", {"age": -360}),
    ("no signature", {"X-Slack-Signature": ""}),
    ("no time stamp", {"X-Slack-Request-Timestamp": ""}),
    ("an empty signature", {"X-Slack-Signature": "v0="}),
    ("a time stamp that is no number", {"X-Slack-Request-Timestamp": "yesterday"}),
    ("a time stamp before 1970", {"X-Slack-Request-Timestamp": "-5"}),
    ("a time stamp of the year 33658", {"X-Slack-Request-Timestamp": "999999999999"}),
    ("a time stamp of five thousand digits", {"X-Slack-Request-Timestamp": "9" * 5000}),
    ("a time stamp with a fraction", {"X-Slack-Request-Timestamp": "1700000000.5"}),
    ("a time stamp in other digits", {"X-Slack-Request-Timestamp": "\u00b2\u00b3"}),
    ("a time stamp with a sign", {"X-Slack-Request-Timestamp": "+1700000000"}),
    ("a signature in capitals", {"X-Slack-Signature": "V0=" + "A" * 64}),
    ("a signature that is no hash", {"X-Slack-Signature": "v0=" + "\u00e9" * 64}),
    ("a signature of another version", {"X-Slack-Signature": "v1=" + "a" * 64}),
]


@pytest.mark.parametrize("fault", [fault for _, fault in REFUSED], ids=[name for name, _ in REFUSED])
def test_what_slack_has_not_just_signed_is_refused_and_nothing_is_stored(demo: Demo, fault: dict[str, Any]) -> None:
    status, said = knock(demo, command(demo, "M100002 visit because absence"), **fault)
    assert status == 401, said
    assert not decisions(demo, "M100002")


def test_a_body_changed_on_the_way_is_refused(demo: Demo) -> None:
    stamp = str(int(Clock().now()))
    signed = SignatureVerifier(demo.settings.slack_signing_secret).generate_signature(timestamp=stamp, body="text=other")
    body = command(demo, "M100002 visit because absence")
    assert knock(demo, body, **{"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signed)})[0] == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/slack/events", 405),
        ("GET", "/slack/events?ssl_check=2", 405),
        ("GET", "/slack/events?ssl_check=1", 200),
        ("PUT", "/slack/events", 405),
        ("GET", "/", 404),
        ("POST", "/slack/install", 404),
        ("GET", "/.env", 404),
        ("POST", "/healthz", 405),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
def test_other_pages_give_nothing_away(demo: Demo, method: str, path: str, status: int) -> None:
    found, said = knock(demo, method=method, path=path)
    assert found == status
    assert b"Traceback" not in said


def test_a_body_no_slack_would_send_is_too_large(demo: Demo) -> None:
    """Told by its length, before any of it is read: so whoever still sends it may find the line closed."""
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(demo.desk.bot_url).port or 0, timeout=60)
    try:
        line.putrequest("POST", "/slack/events")
        line.putheader("Content-Length", str(MOST_BYTES + 1))
        line.endheaders()
        assert line.getresponse().status == 413
    finally:
        line.close()


def test_a_body_without_a_length_is_too_large_as_well(demo: Demo) -> None:
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(demo.desk.bot_url).port or 0, timeout=60)
    pieces = (b"a" * 100_000 for _ in range(MOST_BYTES // 100_000 + 1))
    try:
        line.request("POST", "/slack/events", pieces, encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
        assert line.getresponse().status == 413
    finally:
        line.close()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{}", {"kind": "text/plain"}, 415),
        ("{}", {"kind": ""}, 415),
        ("a=b", {"kind": "multipart/form-data; boundary=x"}, 415),
        ("a=b", {"Content-Encoding": "gzip"}, 415),
        ("a=b&" * 100, {}, 400),
        ("[" * 100_000, {"kind": "application/json"}, 400),
        ('{"a":' * 100_000, {"kind": "application/json"}, 400),
        ("payload=" + "%5B" * 100_000, {}, 400),
        (b"payload=\xff\xfe", {"signed": "payload="}, 401),
    ],
    ids=["text", "nothing", "parts", "compressed", "many fields", "deep list", "deep object", "deep payload", "no letters"],
)
def test_what_is_signed_and_no_request_of_slacks_is_refused_before_it_is_read(
    demo: Demo, body: str | bytes, headers: dict[str, str], status: int
) -> None:
    assert knock(demo, body, **headers)[0] == status  # type: ignore[arg-type]


def test_the_very_same_signed_request_is_answered_once(demo: Demo) -> None:
    """Whoever caught one on the way learns nothing by sending it again; the person's own request has had its answer."""
    body = command(demo, "M100021 visit weekly because school reports absence").replace("%2Fdecision", "%2Fsupervision")
    headers = {"X-Slack-Request-Timestamp": str(int(Clock().now()))}
    first = knock(demo, body, **headers)
    again = [knock(demo, body, **headers) for _ in range(3)]
    assert first[0] == 200
    assert again == [(409, b"this signature was here before\n")] * 3


def test_slacks_own_repetition_of_what_was_answered_is_taken_and_says_nothing(demo: Demo) -> None:
    body = command(demo, "M100001 visit weekly because school reports absence")
    stamp = {"X-Slack-Request-Timestamp": str(int(Clock().now()))}
    assert b"Saved" in knock(demo, body, **stamp)[1]
    assert knock(demo, body, **stamp, **{"X-Slack-Retry-Num": "1"}) == (200, b"")
    assert len(decisions(demo, "M100001")) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", FORM),
        ("payload=%7Bnot+json", FORM),
        ("payload=%5B%5D", FORM),
        ("{}", "application/json"),
        ("not json", "application/json"),
        ("command=%2Fnobody&team_id=T1&user_id=U1&trigger_id=1.1", FORM),
        (json.dumps({"type": "event_callback", "event": {"type": "unknown"}, "event_id": "Ev1"}), "application/json"),
    ],
)
def test_what_is_signed_and_still_nonsense_is_answered_without_words_of_ours(demo: Demo, body: str, kind: str) -> None:
    status, said = knock(demo, body, kind=kind)
    assert status in (200, 400, 404), said
    assert b"Traceback" not in said


def test_the_same_command_twice_is_one_decision_and_both_are_answered(demo: Demo) -> None:
    body = command(demo, "M100003 visit weekly because school reports absence")
    first, second = knock(demo, body), knock(demo, body, age=100)
    assert (first[0], second[0]) == (200, 200)
    assert "Ad hoc decision on *M100003*" in json.loads(first[1])["text"]
    assert "stored once" in json.loads(second[1])["text"]
    assert len(decisions(demo, "M100003")) == 1


def test_the_same_command_twice_at_the_same_moment_is_one_decision(demo: Demo) -> None:
    body = command(demo, "M100004 visit weekly because school reports absence")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda age: knock(demo, body, age=age), range(0, 240, 30)))
    assert {status for status, _ in answers} == {200}
    assert len(decisions(demo, "M100004")) == 1


def test_the_same_form_twice_is_one_decision(demo: Demo) -> None:
    tom = demo.desk.as_person("UE1003")
    tom.command("/decision", "M100014 core group")
    assert tom.modal is not None
    world, view = demo.desk.world, tom.modal
    values = values_of(view.blocks, raw_of(view.blocks, {"rationale": "two missed visits"}))
    body = urlencode({"payload": json.dumps(payloads.view_submission(world, tom.member, view, values))})
    answers = [knock(demo, body, age=age) for age in (0, 100)]
    assert [status for status, _ in answers] == [200, 200]
    assert all(json.loads(said)["response_action"] == "update" for _, said in answers)
    assert len(decisions(demo, "M100014")) == 1


def test_the_same_event_three_times_does_no_harm(demo: Demo) -> None:
    tom = demo.desk.world.directory.person("UE1003")
    assert tom is not None
    content = {"type": "app_home_opened", "user": tom.id, "tab": "home", "channel": "DE1003"}
    body = json.dumps(payloads.event(demo.desk.world, content))
    for number in range(3):
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
        assert knock(demo, body, kind="application/json", **retry)[0] == 200
    assert demo.desk.until(lambda: demo.desk.world.views.home(tom.id))
    assert not [call.error for call in demo.desk.calls("views.publish") if call.error]


def test_slacks_check_of_the_address_is_answered(demo: Demo) -> None:
    assert demo.desk.verify_url()
