"""The token of a calendar's address is in no log: not where a client goes away, nor where it asks for nonsense."""

import logging
import socket

import pytest
from flask import Flask, Response

from bot.serving import WebServer
from bot.unlogged import LOGGERS, keep_out_of_logs
from storage import tokens

TOKEN = tokens.new().text


def said(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{each.name}: {each.getMessage()}" for each in caplog.records)


@pytest.mark.parametrize("name", LOGGERS)
def test_whoever_writes_an_address_writes_it_without_its_token(name: str, caplog: pytest.LogCaptureFixture) -> None:
    keep_out_of_logs()
    keep_out_of_logs()
    caplog.set_level(logging.DEBUG)
    log = logging.getLogger(name)
    log.critical("Exception while serving %s", f"/feed/{TOKEN}.ics")
    log.critical("Invalid HTTP request line: %r", f"GET /feed/{TOKEN}.ics HTTP/1.1 x")
    log.critical("a booking's %s", f"/feed/one/{TOKEN}.ics")
    log.critical('asked /feed/%s.ics?x=1 and "https://a.example/feed/%s.ics"', TOKEN, TOKEN)
    log.critical("100%% of /healthz, %s", "as it is")
    assert TOKEN not in said(caplog)
    lines = [each.getMessage() for each in caplog.records]
    assert lines[0] == "Exception while serving /feed/…"
    assert lines[-1] == "100% of /healthz, as it is"


def test_an_application_that_goes_away_in_the_middle_leaves_no_token_behind(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    web = Flask("cornerstone")

    @web.get("/feed/<path:name>")
    def endless(name: str) -> Response:
        return Response(iter(lambda: b"x" * 100_000, b""), mimetype="text/calendar")

    keep_out_of_logs()
    server = WebServer(web, host="127.0.0.1", port=0, threads=2)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(f"GET /feed/{TOKEN}.ics HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        line.recv(1000)
    server.stop()
    assert "waitress: Client disconnected while serving /feed/…" in said(caplog)
    assert TOKEN not in said(caplog)
