"""A client that never hands Slack a call too late: a process that was paused past its lease wakes up harmless.

Slack knows no fencing token, so the last look at the clock is taken where it counts: when the connection stands and the
headers have gone, between the request and its body. What is too late then is broken off, and Slack, which has half a
request, does nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.request import Request

from slack_sdk import WebClient

_STILL: ContextVar[Callable[[], bool] | None] = ContextVar("still", default=None)


class TooLate(OSError):
    """The time in which this call was ours to make is over; Slack was not given it."""


@contextmanager
def only_while(still: Callable[[], bool]) -> Iterator[None]:
    """Calls within are handed over only if `still()` says so at the last moment; else TooLate."""
    token = _STILL.set(still)
    try:
        yield
    finally:
        _STILL.reset(token)


class GuardedClient(WebClient):
    """slack_sdk's client, its request bodies looked at once more before they go."""

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        still, body = _STILL.get(), req.data
        if still is not None and isinstance(body, bytes):
            req.data = _checked(body, still)
            req.add_header("Content-length", str(len(body)))
        return super()._perform_urllib_http_request_internal(url, req)


def _checked(body: bytes, still: Callable[[], bool]) -> Iterator[bytes]:
    # http.client sends the headers before it asks for the first piece of the body.
    if not still():
        raise TooLate("the lease may have run out")
    yield body
