"""Load on a local server: signed slash commands over kept-alive connections, each different, and their latencies."""

import asyncio
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SECRET = "bench-signing-secret"


@dataclass(frozen=True, slots=True)
class Measured:
    """Latencies in milliseconds, and what was not answered 200."""

    p50: float
    p99: float
    worst: float
    per_second: float
    failed: int

    def row(self) -> dict[str, float]:
        """As figures for a table or JSON."""
        return {
            "p50_ms": round(self.p50, 1),
            "p99_ms": round(self.p99, 1),
            "worst_ms": round(self.worst, 1),
            "per_second": round(self.per_second),
            "failed": self.failed,
        }


def decision_request(number: int, user_id: str, text: str) -> bytes:
    """One signed `/decision` as Slack would post it, over HTTP/1.1."""
    body = urlencode(
        {
            "command": "/decision",
            "text": text,
            "user_id": user_id,
            "user_name": "bench",
            "team_id": "T0DESK",
            "team_domain": "bench",
            "channel_id": "D1",
            "channel_name": "directmessage",
            "api_app_id": "A1",
            "trigger_id": f"bench.{number}",
            "response_url": "http://127.0.0.1:9/none",
            "token": "x",
        }
    )
    stamp = str(int(time.time()))  # noqa: TID251  a signature carries the real time
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Signature: {signature}\r\nX-Slack-Request-Timestamp: {stamp}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def _connection(port: int, requests: list[bytes], took: list[float], failed: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        await writer.drain()
        status = await reader.readline()
        length = 0
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = await reader.readexactly(length)
        took.append((time.perf_counter() - begun) * 1000)
        if b" 200 " not in status or b"could not" in body:
            failed.append(status.decode() + body.decode()[:200])
    writer.close()
    await writer.wait_closed()


def press(port: int, requests: list[bytes], connections: int) -> Measured:
    """Send `requests` over `connections` at once; the first connection's worth warms up and is not counted."""

    async def everything() -> tuple[list[float], list[str], float]:
        warm: list[float] = []
        took: list[float] = []
        failed: list[str] = []
        await asyncio.gather(*(_connection(port, [one], warm, failed) for one in requests[:connections]))
        rest = requests[connections:]
        begun = time.perf_counter()
        await asyncio.gather(*(_connection(port, rest[n::connections], took, failed) for n in range(connections)))
        return took, failed, time.perf_counter() - begun

    took, failed, seconds = asyncio.run(everything())
    if failed:
        print(failed[0], file=sys.stderr)
    took.sort()
    return Measured(took[len(took) // 2], took[int(len(took) * 0.99)], took[-1], len(took) / seconds, len(failed))
