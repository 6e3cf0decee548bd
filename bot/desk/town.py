"""Several workspaces behind one address, as slack.com is: where the app is allowed, installed and uninstalled.

Each workspace is a desk of its own, with people, a page and `response_url`s; the Web API is here, and goes by the token. On
Enterprise Grid an organisation's workspaces may share one installation, and one token.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from bot.desk.api import args as arguments
from bot.desk.api.args import Args
from bot.desk.codes import Allowed, App, Codes
from bot.desk.desk import Desk
from bot.desk.guard import guard
from bot.desk.kinds import TOKEN_PREFIX, Json
from bot.desk.serving import LocalServer
from bot.desk.tickets import RefusedError

OUR_OWN = ("oauth.v2.access", "auth.revoke", "apps.uninstall", "auth.teams.list")
PEOPLE_ARGS = ("user", "users", "user_id", "channel")


class Town:
    """The desks serve themselves first; then this is served, and the bot's base_url is `api_url`."""

    def __init__(self, app: App, desks: Sequence[Desk]) -> None:
        """None of the desks has the app installed yet."""
        self._app, self._desks = app, {desk.world.workspace.team_id: desk for desk in desks}
        self._codes = Codes(desks[0].world.time)
        self._tokens: dict[str, list[Desk]] = {}
        self._gone: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        """Every method the bot called, with the error it was answered, "" where there was none."""
        for desk in desks:
            desk.revoke_token()
        self._server: LocalServer | None = None
        self.web = Flask("bot.desk", static_folder=None)
        guard(self.web)
        self.web.add_url_rule("/oauth/v2/authorize", "authorize", self._page, methods=["GET"])
        self.web.add_url_rule("/oauth/v2/authorize", "decide", self._decided, methods=["POST"])
        self.web.add_url_rule("/api/<name>", "api", self._api, methods=["GET", "POST"])

    def serve(self, port: int = 0) -> str:
        """Answer on this machine. Returns the address."""
        self._server = LocalServer(self._gate, "127.0.0.1", port)
        self._server.start()
        return self._server.url

    @property
    def api_url(self) -> str:
        """The Web API's base_url."""
        assert self._server, "it is not served yet"
        return f"{self._server.url}/api/"

    def stop(self) -> None:
        """Stop answering; the desks are stopped by whoever made them."""
        if self._server:
            self._server.stop()

    def uninstall(self, place: str) -> None:
        """Somebody takes the app out of a workspace, or out of a whole organisation."""
        token = next(token for token, desks in self._tokens.items() if place in _places(desks))
        self._uninstall(token)

    # -- in the browser

    def _page(self) -> Response:
        """What is asked for, and where it may be allowed."""
        try:
            self._asked(Args({**request.args}))
        except RefusedError as refused:
            return Response(f"The app cannot be installed: {refused.error}\n", 400, mimetype="text/plain")
        places = [(desk.world.workspace.team_id, desk.world.workspace.team_name) for desk in self._desks.values()]
        if self._app.is_org_ready:
            theirs = {desk.world.workspace.enterprise_id: desk.world.workspace.enterprise_name for desk in self._desks.values()}
            places += [(place, name) for place, name in theirs.items() if place]
        shown = render_template("allow.html", places=places, asked=dict(request.args), scopes=self._app.scopes)
        return Response(shown, mimetype="text/html")

    def _decided(self) -> Any:
        args = Args({**request.args, **request.form})
        try:
            back = self._asked(args)
            if args.text("decision") != "allow":
                return redirect(f"{back}?{urlencode({'error': 'access_denied', 'state': args.text('state') or ''})}")
            place = args.required("place")
            user_id = next((m.id for desk in self._serving(place) for m in desk.world.directory.people()), "")
        except RefusedError as refused:
            return Response(f"{refused.error}\n", 400, mimetype="text/plain")
        code = self._codes.give(Allowed(place, user_id, args.text("redirect_uri")))
        return redirect(f"{back}?{urlencode({'code': code, 'state': args.text('state') or ''})}")

    def _asked(self, args: Args) -> str:
        """Where the browser is led back to. Raises RefusedError."""
        if args.text("client_id") != self._app.client_id:
            raise RefusedError("invalid_client_id")
        scopes = [each for each in (args.text("scope") or "").split(",") if each]
        if not scopes:
            raise RefusedError("no_scopes")
        if args.text("user_scope") or set(scopes) - set(self._app.scopes):
            raise RefusedError("invalid_scope")
        return self._app.redirect(args.text("redirect_uri"))

    def _serving(self, place: str) -> list[Desk]:
        """The desks of a team, or of an organisation where the app is made for it. Raises RefusedError."""
        if place in self._desks:
            return [self._desks[place]]
        found = [desk for desk in self._desks.values() if place and desk.world.workspace.enterprise_id == place]
        if not found:
            raise RefusedError("invalid_team")
        if not self._app.is_org_ready:
            raise RefusedError("app_not_org_ready")
        return found

    # -- the Web API

    def _gate(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A call with a token is answered by the desk the token is for, whatever it says of it."""
        name = str(environ.get("PATH_INFO", "")).removeprefix("/api/")
        desks = self._tokens.get(str(environ.get("HTTP_AUTHORIZATION", "")).removeprefix("Bearer ").strip())
        if not str(environ.get("PATH_INFO", "")).startswith("/api/") or name in OUR_OWN or not desks:
            return self.web(environ, start_response)
        self.calls.append((name, ""))
        if len(desks) == 1:
            return desks[0].app(environ, start_response)
        with self.web.request_context(environ):
            request.get_data()
            try:
                args = arguments.read(request)
                chosen = _of_organisation(name, args, desks)
            except (RefusedError, HTTPException) as refused:
                error = getattr(refused, "error", "invalid_arguments")
                return _refusal(error)(environ, start_response)
            body = request.get_data()
        environ["wsgi.input"] = io.BytesIO(body)
        return chosen.app(environ, start_response)

    def _api(self, name: str) -> Response:
        try:
            found = self._own(name, arguments.read(request))
        except RefusedError as refused:
            self.calls.append((name, refused.error))
            return _refusal(refused.error)
        self.calls.append((name, ""))
        return jsonify({"ok": True, **found})

    def _own(self, name: str, args: Args) -> Json:
        if name == "oauth.v2.access":
            given = request.authorization
            client_id = (given.username if given and given.type == "basic" else args.text("client_id")) or ""
            secret = (given.password if given and given.type == "basic" else args.text("client_secret")) or ""
            return self._installed(
                self._codes.take(self._app, client_id, secret, args.required("code"), args.text("redirect_uri"))
            )
        token = arguments.token(request, args)
        if not token:
            raise RefusedError("not_authed")
        if token not in self._tokens:
            raise RefusedError("account_inactive" if token in self._gone else "invalid_auth")
        if name == "auth.teams.list":
            return {"teams": [{"id": place.team_id, "name": place.team_name} for place in _workspaces(self._tokens[token])]}
        if name == "apps.uninstall":
            if args.required("client_id") != self._app.client_id:
                raise RefusedError("invalid_client_id")
            if args.required("client_secret") != self._app.client_secret:
                raise RefusedError("bad_client_secret")
        elif name != "auth.revoke":
            raise RefusedError("unknown_method")
        elif args.flag("test"):
            return {"revoked": False}
        self._uninstall(token)
        return {"revoked": True} if name == "auth.revoke" else {}

    def _installed(self, allowed: Allowed) -> Json:
        """A new token; one of an earlier installation is worth nothing any more."""
        desks = self._serving(allowed.place)
        is_org = allowed.place not in self._desks
        for before in [token for token, theirs in self._tokens.items() if theirs == desks]:
            self._forget(before)
        token = f"{TOKEN_PREFIX}{secrets.token_hex(12)}"
        self._tokens[token] = desks
        for desk in desks:
            desk.world.is_org_install, desk.world.bot_token = is_org, token
        place = desks[0].world.workspace
        return {
            "access_token": token,
            "token_type": "bot",  # nosec B105 # a word of the answer
            "scope": ",".join(self._app.scopes),
            "bot_user_id": place.bot_user.id,
            "app_id": place.app_id,
            "team": None if is_org else {"id": place.team_id, "name": place.team_name},
            "enterprise": {"id": place.enterprise_id, "name": place.enterprise_name} if place.enterprise_id else None,
            "is_enterprise_install": is_org,
            "authed_user": {"id": allowed.user_id},
        }

    def _uninstall(self, token: str) -> None:
        """The last token of an app is its installation: both are told of, in no particular order."""
        desks = self._tokens[token]
        self._forget(token)
        bot = desks[0].world.workspace.bot_user.id
        for content in ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}}, {"type": "app_uninstalled"}):
            desks[0].event(content)

    def _forget(self, token: str) -> None:
        self._gone.add(token)
        for desk in self._tokens.pop(token):
            desk.world.revoked_tokens.add(token)


def _of_organisation(name: str, args: Args, desks: list[Desk]) -> Desk:
    """With an organisation's token a call says whom it is about, whose id is unique there, or which team.

    Raises RefusedError.
    """
    if name == "auth.test":
        return desks[0]
    team = args.text("team_id")
    if team is not None:
        found = [desk for desk in desks if desk.world.workspace.team_id == team]
        if not found:
            raise RefusedError("team_access_not_granted")
        return found[0]
    if name == "users.list":
        raise RefusedError("missing_argument")
    for desk in desks:
        if any(_knows(desk, args.text(each)) for each in PEOPLE_ARGS) or _is_triggered(desk, args.text("trigger_id")):
            return desk
        if name == "users.lookupByEmail" and desk.world.directory.of_email(args.text("email") or ""):
            return desk
        if args.text("view_id") and desk.world.views.find(args.text("view_id") or ""):
            return desk
    return desks[0]


def _knows(desk: Desk, name: str | None) -> bool:
    return bool(name) and bool(desk.world.directory.get(name or "") or desk.world.conversations.user_of(name or ""))


def _is_triggered(desk: Desk, trigger_id: str | None) -> bool:
    try:
        return bool(trigger_id) and bool(desk.world.triggers.look(trigger_id or ""))
    except RefusedError as refused:
        return refused.error != "invalid_trigger_id"


def _workspaces(desks: Iterable[Desk]) -> list[Any]:
    return [desk.world.workspace for desk in desks]


def _places(desks: Sequence[Desk]) -> set[str]:
    place = desks[0].world.workspace
    return {place.enterprise_id} if desks[0].world.is_org_install else {place.team_id}


def _refusal(error: str) -> Response:
    return Response(f'{{"ok":false,"error":"{error}"}}', mimetype="application/json")
