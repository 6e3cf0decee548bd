"""Who may ask: this machine, from the desk's own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from bot.desk.serving import require_loopback

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' http://127.0.0.1:* http://localhost:*; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def guard(app: Flask) -> None:
    """Refuse names that are not this machine's (a web site may point its own at us) and posts from other pages."""

    @app.before_request
    def from_here() -> None:
        try:
            require_loopback(urlsplit(f"//{request.host}").hostname or "")
        except ValueError:
            abort(403, "The desk answers only to 127.0.0.1 and localhost.")
        origin = request.headers.get("Origin")
        if origin and request.path.startswith("/page/") and urlsplit(origin).netloc != request.host:
            abort(403, "The desk takes this only from its own page.")

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Cache-Control", "no-store")
        return response
