"""A call that is made too late never reaches Slack, however far it had come."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.guarded import GuardedClient, only_while
from bot.slack_calls import Refused, call


class Listener:
    """A server that keeps what it is sent, and says that all is well."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with closing(connection):
                self._request(connection)

    def _request(self, connection: socket.socket) -> None:
        got = b""
        while b"\r\n\r\n" not in got and (more := connection.recv(65536)):
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        while len(body) < length and (more := connection.recv(65536)):
            body += more
        self.heard.append(body)  # before it is answered, so that whoever has the answer finds it
        if len(body) == length:
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}')


@pytest.fixture
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


@pytest.fixture
def client(listener: Listener) -> GuardedClient:
    return GuardedClient(token="xoxb-desk-1", base_url=f"http://127.0.0.1:{listener.port}/", timeout=5, retry_handlers=[])


def test_in_time_the_whole_call_goes_out(client: GuardedClient, listener: Listener) -> None:
    with only_while(lambda: True):
        assert call(client, "chat.postMessage", channel="D1", text="Grüße")["ok"]
    assert listener.heard[0].startswith(b"{")
    assert listener.heard[0].endswith(b"}")


def test_too_late_the_connection_stands_and_the_call_is_still_not_handed_over(
    client: GuardedClient, listener: Listener
) -> None:
    asked: list[bool] = []

    def still() -> bool:
        asked.append(True)
        return False

    with only_while(still), pytest.raises(Refused, match="TooLate"):
        call(client, "chat.postMessage", channel="D1", text="late")
    call(client, "auth.test")
    assert asked == [True]
    assert listener.heard[0] == b"", "the headers came, and not a byte of the message"


def test_outside_of_it_calls_are_not_looked_at(client: GuardedClient) -> None:
    with only_while(lambda: False):
        pass
    assert call(client, "auth.test", text="x")["ok"]


def test_another_thread_has_a_time_of_its_own(client: GuardedClient) -> None:
    answers: list[object] = []
    with only_while(lambda: False):
        other = threading.Thread(target=lambda: answers.append(call(client, "auth.test", text="x")["ok"]))
        other.start()
        other.join()
    assert answers == [True]
