"""Installing the app in a workspace, and what becomes of it when it is uninstalled.

`/slack/install` leads to Slack, which leads back to `/slack/oauth_redirect`. Both are slack_bolt's flow in our words. What is
uninstalled has its tokens deleted before Slack is told that we know; its notices stop being sent and wait, and its data stays.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from http.client import HTTPException
from typing import Any

from flask import Flask, Response, request
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.flask.handler import to_bolt_request
from slack_bolt.middleware import Middleware
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store.models.installation import Installation

from bot.installations import STATE_SECONDS, States, TooManyBegun
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.workspaces import OUTAGES, Installed, Workspaces
from handlers.envelope import origin
from storage.errors import InDoubt
from storage.models.installations import workspace_of
from storage.store import Store

log = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
NOT_INSTALLED = (
    "Cornerstone is not installed in this workspace any more, so nothing was saved. "
    "Ask whoever looks after Slack apps at your council to install it again."
)
SAFE = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
BEGIN_AGAIN = "Begin again from the first page."
FAILURES = {
    "access_denied": "It was not allowed in Slack. If that was a mistake, begin again from the first page.",
    "invalid_browser": f"It was begun in another browser, or more than ten minutes ago. {BEGIN_AGAIN}",
    "invalid_state": f"It was begun more than ten minutes ago, or this page was opened twice. {BEGIN_AGAIN}",
    "missing_code": f"Slack did not say what was allowed. {BEGIN_AGAIN}",
    "invalid_code": f"Slack did not accept what this page was opened with: it was used before, or is too old. {BEGIN_AGAIN}",
    "storage_error": "It was allowed in Slack, but could not be stored here. Begin again in a few minutes.",
    "silent": "Slack does not answer. Begin again in a few minutes.",
    "too_many": "Too many installations have been begun. Begin again in ten minutes.",
}
OTHERWISE = f"Slack refused it. {BEGIN_AGAIN}"
ENDED = ("app_uninstalled", "tokens_revoked")
DOUBTFUL_SECONDS = 60.0
"""An event so close to the installation, or from before it, may be about an earlier one: Slack repeats events, and is asked."""


class _Flow(OAuthFlow):
    """slack_bolt's flow; what it would log may hold a code of Slack's, so it logs nothing."""

    def __init__(self, *, client: WebClient, settings: OAuthSettings, begun: Callable[[str], None]) -> None:
        quiet = logging.getLogger(f"{__name__}.flow")
        quiet.disabled = True
        super().__init__(client=client, logger=quiet, settings=settings)
        self._begun = begun

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        """What is asked for, and why, before Slack asks."""
        asked = "".join(f"<li><code>{escape(scope)}</code>: {escape(reason)}</li>" for scope, reason in SCOPES.items())
        return _page(
            "Install Cornerstone",
            "<p>Cornerstone keeps supervision on time, and records decisions in seconds. In your workspace it may:</p>"
            f'<ul>{asked}</ul><p><a href="{escape(url, quote=True)}">Continue to Slack</a></p>',
        )

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Raises BoltError."""
        super().store_installation(request, installation)
        self._begun(workspace_of(installation.enterprise_id, installation.team_id))


class _StateUtils(OAuthStateUtils):
    def build_set_cookie_for_new_state(self, state: str) -> str:
        return f"{super().build_set_cookie_for_new_state(state)}; SameSite=Lax"


@dataclass(slots=True)
class Installing:
    """The pages."""

    flow: OAuthFlow

    def register(self, web: Flask) -> None:
        """Add the two pages."""
        web.add_url_rule(INSTALL, "install", self.install, methods=["GET"])
        web.add_url_rule(REDIRECT, "oauth_redirect", self.redirected, methods=["GET"])

    def install(self) -> Response:
        """Where it begins."""
        try:
            return _answered(self.flow.handle_installation(to_bolt_request(request)))
        except TooManyBegun:
            return _answered(_failed("too_many", 503))
        except OUTAGES:
            return _answered(_failed("storage_error", 503))

    def redirected(self) -> Response:
        """Where Slack leads back to."""
        try:
            return _answered(self.flow.handle_callback(to_bolt_request(request)))
        except OUTAGES:
            return _answered(_failed("storage_error", 503))
        except (OSError, HTTPException, SlackClientError) as error:
            log.warning("an installation was not completed: %s", type(error).__name__)
            return _answered(_failed("silent", 502))


def build_installing(
    settings: Settings, store: Store, workspaces: Installed, client: WebClient, now: Callable[[], datetime]
) -> Installing:
    """For the app with these settings. `client` has no token."""

    def begun(workspace: str) -> None:
        workspaces.installations.begin(workspace, now())
        workspaces.forget()
        log.info("installed in %s", workspace)

    address = f"{settings.cornerstone_public_url}{REDIRECT}" if settings.cornerstone_public_url else None
    flowing = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=address,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        authorization_url=f"{settings.slack_api_url.removesuffix('api/')}oauth/v2/authorize",
        installation_store=workspaces.installations,
        state_store=States(store),
        state_expiration_seconds=STATE_SECONDS,
        callback_options=CallbackOptions(success=_succeeded, failure=_refused),
    )
    flowing.state_utils = _StateUtils(expiration_seconds=STATE_SECONDS)
    return Installing(_Flow(client=client, settings=flowing, begun=begun))


def listen(app: App, workspaces: Workspaces, client: Callable[[str], WebClient], now: Callable[[], datetime]) -> None:
    """Hear of it when the app is uninstalled or its tokens revoked, and do what follows before Slack has its answer."""
    app.middleware(_Ended(lambda body: _end(workspaces, client, body, now())))


class _Ended(Middleware):
    def __init__(self, follow: Callable[[Mapping[str, Any]], None]) -> None:
        self._follow = follow

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:
        body, event = req.body, req.body.get("event")
        if body.get("type") != "event_callback" or not isinstance(event, dict) or event.get("type") not in ENDED:
            return next()
        try:
            self._follow(body)
        except (*OUTAGES, InDoubt, OSError, HTTPException, SlackClientError) as error:
            log.warning("%s could not be seen to: %s; Slack says it again", event["type"], type(error).__name__)
            return BoltResponse(status=503)
        return BoltResponse(status=200)


def _end(workspaces: Workspaces, client: Callable[[str], WebClient], body: Mapping[str, Any], now: datetime) -> None:
    event, whose = body["event"], origin(body)
    if not isinstance(workspaces, Installed):
        log.error("%s: Slack has taken the app out of the workspace; install it again, or stop the bot", event["type"])
        return
    is_org = whose.is_org or not whose.team_id or whose.team_id == whose.enterprise_id
    workspace = workspace_of(whose.enterprise_id, None if is_org else whose.team_id)
    bot = workspaces.installations.of(workspace)
    if bot is None or (event["type"] == "tokens_revoked" and bot.bot_user_id not in _bots(event)):
        return
    if float(body.get("event_time") or 0) < float(bot.installed_at) + DOUBTFUL_SECONDS and _is_good(client(workspace)):
        log.info("%s of %s is about an earlier installation", event["type"], workspace)
        return
    if workspaces.installations.end(workspace, now):
        log.warning("uninstalled in %s: its tokens are deleted, and what is to be sent there waits", workspace)
    workspaces.forget()


def _bots(event: Mapping[str, Any]) -> list[str]:
    tokens = event.get("tokens")
    bots = tokens.get("bot") if isinstance(tokens, dict) else None
    return [str(each) for each in bots] if isinstance(bots, list) else []


def _is_good(client: WebClient) -> bool:
    """Raises what the line does; Slack's own trouble as SlackApiError."""
    try:
        client.auth_test()
    except SlackApiError as error:
        if error.response.status_code == 429 or error.response.status_code >= 500:
            raise
        return False
    return True


def _succeeded(args: SuccessArgs) -> BoltResponse:
    where = args.installation.team_name or args.installation.enterprise_name or "your workspace"
    said = (
        f"<p>Cornerstone is installed in {escape(where)}. Its people are the council's own list: "
        "whoever runs Cornerstone imports it, and then everybody can begin.</p><p>You can close this page.</p>"
    )
    return _html(200, _page("Installed", said))


def _refused(args: FailureArgs) -> BoltResponse:
    log.warning("an installation was not completed: %s", args.reason if args.reason in FAILURES else "refused by Slack")
    return _failed(args.reason, args.suggested_status_code)


def _failed(reason: str, status: int) -> BoltResponse:
    said = escape(FAILURES.get(reason, OTHERWISE))
    return _html(status, _page("Nothing was installed", f'<p>{said}</p><p><a href="{INSTALL}">The first page</a></p>'))


def _html(status: int, page: str) -> BoltResponse:
    return BoltResponse(status=status, body=page, headers={"Content-Type": "text/html; charset=utf-8"})


def _page(title: str, said: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"></head><body><h1>{escape(title)}</h1>{said}</body></html>'
    )


def _answered(found: BoltResponse) -> Response:
    response = Response(found.body, found.status)
    for name, values in found.headers.items():
        if name.lower() != "content-length":
            for value in values:
                response.headers.add(name, value) if name.lower() == "set-cookie" else response.headers.set(name, value)
    response.headers.update(SAFE)
    return response
