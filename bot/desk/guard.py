"""Who may ask: this machine, from the desk's own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, request

from bot.desk.serving import require_loopback
from bot.door import dress

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' http://127.0.0.1:* http://localhost:*; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def guard(app: Flask) -> None:
    """Refuse names that are not this machine's (a web site may point its own at us), and whatever another page asks.

    A browser says of each request which page made it: by Origin where it changes something, by Sec-Fetch-Site always. A link
    may lead here; a script, a form, a picture or a frame of another page may not. The desk sets no cookie that could be ridden.
    """
    dress(app, CONTENT_POLICY)

    @app.before_request
    def from_here() -> None:
        try:
            require_loopback(urlsplit(f"//{request.host}").hostname or "")
        except ValueError:
            abort(403, "The desk answers only to 127.0.0.1 and localhost.")
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
        is_link = request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "document"
        if (origin and origin != f"http://{request.host}") or (site not in ("same-origin", "none") and not is_link):
            abort(403, "The desk takes this only from its own page.")
