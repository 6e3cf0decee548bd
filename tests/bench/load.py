"""Load on a local server: signed slash commands over kept-alive connections, each different, and how each was answered."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SECRET = "bench-signing-secret"
DEADLINE_MS = 2500
"""Slack gives up on an answer after three seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request came to."""

    milliseconds: float
    status: int
    body: str

    def says(self, words: str) -> bool:
        """Whether it was taken, and says so."""
        return self.status == 200 and words in self.body


@dataclass(frozen=True, slots=True)
class Measured:
    """Latencies in milliseconds, and what was not answered as it should be."""

    p50: float
    p99: float
    worst: float
    per_second: float
    late: int
    """Answered after `DEADLINE_MS`."""
    failed: int
    """Not answered 200."""

    def row(self) -> dict[str, float]:
        """As figures for a table or JSON."""
        return {
            "p50_ms": round(self.p50, 1),
            "p99_ms": round(self.p99, 1),
            "worst_ms": round(self.worst, 1),
            "per_second": round(self.per_second),
            "over_2.5_s": self.late,
            "failed": self.failed,
        }


def measured(answers: Iterable[Answer], seconds: float) -> Measured:
    """Of the answers given within these seconds."""
    given = list(answers)
    took = sorted(answer.milliseconds for answer in given)
    return Measured(
        p50=took[len(took) // 2],
        p99=took[int(len(took) * 0.99)],
        worst=took[-1],
        per_second=len(took) / seconds,
        late=sum(each > DEADLINE_MS for each in took),
        failed=sum(answer.status != 200 for answer in given),
    )


def signed(form: Mapping[str, str]) -> bytes:
    """One request as Slack would post it now, over HTTP/1.1."""
    body = urlencode(form)
    stamp = str(int(time.time()))  # noqa: TID251  a signature carries the real time
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Signature: {signature}\r\nX-Slack-Request-Timestamp: {stamp}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def ask(port: int, requests: Iterable[bytes], due: Iterable[float] = ()) -> list[Answer]:
    """Over one connection, each after the answer to the one before, and not before it is due, if that is said.

    One that is due earlier than it can be sent has waited since then: whoever presses does not know that others do.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for request, at in zip_longest(requests, due):
        if request is None:
            break
        if at is not None:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
        answers.append(await _one(reader, writer, request, time.perf_counter() if at is None else at))
    writer.close()
    await writer.wait_closed()
    return answers


def press(
    port: int, requests: Sequence[bytes], connections: int, rate: float | None = None
) -> tuple[list[Answer], list[Answer], float]:
    """Send `requests` over `connections` at once: as fast as they are answered, or so many a second.

    Answers the first of each connection, which warm the server up and are not measured, then the others, and the seconds those
    took.
    """

    async def everything() -> tuple[list[Answer], list[Answer], float]:
        warm = await asyncio.gather(*(ask(port, [one]) for one in requests[:connections]))
        rest = requests[connections:]
        begun = time.perf_counter()
        due = [begun + place / rate for place in range(len(rest))] if rate else []
        answers = await asyncio.gather(*(ask(port, rest[n::connections], due[n::connections]) for n in range(connections)))
        return list(chain(*warm)), list(chain(*answers)), time.perf_counter() - begun

    return asyncio.run(everything())


async def _one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, begun: float) -> Answer:
    writer.write(request)
    await writer.drain()
    status = await reader.readline()
    length = 0
    while (line := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = await reader.readexactly(length)
    return Answer((time.perf_counter() - begun) * 1000, int(status.split()[1]), body.decode())
