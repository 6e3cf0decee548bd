"""What every answer says to a browser: keep it nowhere, run nothing, show it in no frame, tell nobody where you were."""

from flask import Flask, Response, request

API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of what is no page: nothing may be loaded, run, sent or framed."""
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For a page of ours, which sets it itself; a page that needs a script adds `script-src 'self'`, never inline."""

HEADERS: tuple[tuple[str, str], ...] = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),  # frame-ancestors, for browsers before 2019
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("X-Robots-Tag", "noindex"),
)
SECURE = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
"""Only over HTTPS, as RFC 6797 asks: there a browser keeps to HTTPS for a year."""


def dress(web: Flask, policy: str = API_POLICY) -> None:
    """Give every answer of `web`, refusals too, these headers. What a view has set itself stays as it is."""

    @web.after_request
    def dressed(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS:
            response.headers.setdefault(name, value)
        if _is_https():
            response.headers.setdefault(*SECURE)
        return response


def _is_https() -> bool:
    """Whoever forges the proxy's word gets the header in an answer of their own, and nobody else does."""
    return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
