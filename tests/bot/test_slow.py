"""Whoever sends half a request and then nothing, or a byte now and then, keeps nobody else from being answered."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bot import arrivals
from bot.serving import WebServer
from bot.web import build_monitoring
from bot.wiring import WEB_THREADS
from tests.bot.council import ROOT
from tests.bot.processes import free_port

GUNICORN = """
import sys
from bot import arrivals
arrivals.READ_WITHIN = 0.5
from bot.gunicorn import serve_with_gunicorn
from bot.serving import STOP
from bot.settings import Settings
from bot.web import build_monitoring

def build():
    web = build_monitoring()
    web.post("/slack/events")(lambda: "whole")
    web.extensions[STOP] = lambda: None
    return web

serve_with_gunicorn(Settings(port=int(sys.argv[1])), build)
"""
HALF = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc"
PIECES = (b"POST /slack/ev", b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-", HALF)


@pytest.fixture(scope="module", params=["waitress", "gunicorn"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """A server less patient than ours."""
    if request.param == "waitress":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(arrivals, "READ_WITHIN", 0.5)
            server = WebServer(build_monitoring(), host="127.0.0.1", port=0, threads=2)
            server.start()
            yield server.port
            server.stop()
        return
    free = free_port()
    process = subprocess.Popen([sys.executable, "-c", GUNICORN, str(free)], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(free)
        yield free
    finally:
        process.terminate()
        process.wait(timeout=20)


def alive(port: int) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status
    finally:
        line.close()


def until_it_answers(port: int) -> None:
    for _ in range(200):
        try:
            if alive(port) == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("it does not answer")


def test_half_requests_are_closed_and_hold_up_nobody(port: int) -> None:
    """As many as there are threads, and more."""
    slow = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(WEB_THREADS + 8)]
    try:
        for number, line in enumerate(slow):
            line.sendall(PIECES[number % len(PIECES)])
        assert alive(port) == 200
        for line in slow:
            while line.recv(1000):
                """What is said before it is closed."""
    finally:
        for line in slow:
            line.close()


def test_a_byte_now_and_then_does_not_keep_it_open(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=0.2) as line:
        line.sendall(HALF)
        for _ in range(100):
            try:
                line.sendall(b"a")
                if not line.recv(1000):
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    raise AssertionError("still open after twenty seconds")
