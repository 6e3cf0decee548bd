"""Files into a thread: sent where nobody sees them, shown by one call for all of them, looked for by their names."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.web.internal_utils import _upload_file_via_v2_url

from bot import metrics
from bot.slack_calls import Mendable, Refused, call, scopes, waited

if TYPE_CHECKING:
    from bot.printing.attached import File

SCOPE = "files:write"
UPLOAD = "upload"
"""What the metrics call the address that takes the bytes."""


def check(client: WebClient) -> None:
    """Raises `Mendable` where the app may put no file into Slack: asked before seconds are spent on drawing one."""
    granted = scopes(client)
    if granted and SCOPE not in granted:
        raise Mendable("missing_scope")


def send(client: WebClient, files: "Sequence[File]") -> list[dict[str, str]]:
    """The files sent, as `show` wants them. Nobody sees them yet, so any trouble may be repeated. Raises `NotTaken`."""
    return [{"id": _sent(client, each), "title": each.title} for each in files]


def show(client: WebClient, files: Sequence[dict[str, str]], channel: str, thread_ts: str) -> None:
    """All of them in one message of the thread. Raises `NotTaken`."""
    call(client, "files.completeUploadExternal", files=list(files), channel_id=channel, thread_ts=thread_ts)


def stands(client: WebClient, channel: str, thread_ts: str, names: Collection[str]) -> bool:
    """Whether a file of one of these names is in the thread. Raises `NotTaken`."""
    cursor = ""
    while True:
        page = call(client, "conversations.replies", channel=channel, ts=thread_ts, limit=100, cursor=cursor)
        if any(file.get("name") in names for post in page.get("messages", []) for file in post.get("files") or ()):
            return True
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return False


def _sent(client: WebClient, file: "File") -> str:
    described = {"alt_txt": file.alt_txt} if file.alt_txt else {}
    place = call(client, "files.getUploadURLExternal", filename=file.name, length=len(file.data), **described)
    try:
        _upload(client, str(place["upload_url"]), file.data)
    except Refused as refusal:
        metrics.answered(UPLOAD, str(refusal))
        raise
    metrics.answered(UPLOAD, "ok")
    return str(place["file_id"])


def _upload(client: WebClient, url: str, data: bytes) -> None:
    """Without the token: the address is the right to send there. It is Slack's, or this computer's as the client's is."""
    if urlsplit(url).scheme != "https" and urlsplit(url).netloc != urlsplit(client.base_url).netloc:
        raise Refused("upload_url")
    known: dict[str, Any] = {"proxy": client.proxy, "ssl": client.ssl, "logger": client._logger, "timeout": client.timeout}
    try:
        status = _upload_file_via_v2_url(url=url, data=data, **known)["status"]
    except HTTPError as error:
        if error.code == 429:
            raise Refused("ratelimited", waited(error.headers)) from error
        raise Refused(f"HTTP {error.code}") from error
    except Exception as error:
        raise Refused(type(getattr(error, "reason", error)).__name__) from error
    if status != 200:
        raise Refused(f"HTTP {status}")
