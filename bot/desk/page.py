"""The page: be any of the people, see what they see, do what they would do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from bot.desk.interactions import Interactions
from bot.desk.kinds import Member
from bot.desk.modals import Modals
from bot.desk.page_acts import add_acts
from bot.desk.parts import Parts
from bot.desk.render import lines
from bot.desk.timebar import TimeBar
from bot.desk.world import World


def page_blueprint(world: World, interactions: Interactions, modals: Modals, time_bar: TimeBar, zone: str) -> Blueprint:
    """The page, its panes, and what can be done on it."""
    page = Blueprint("page", __name__, static_folder="static", static_url_path="/assets")
    page.add_app_template_filter(lines, "lines")
    parts = Parts(world, time_bar, zone)
    add_acts(page, world, interactions, modals, time_bar)

    def somebody(user_id: str | None) -> Member | None:
        person = world.directory.person(user_id) if user_id else None
        if user_id and person is None:
            abort(404, "There is nobody with this id at the desk.")
        return person

    def whole(person: Member | None, tab: str) -> str:
        shown: dict[str, Any] = {**parts.time(), **parts.people(person), **parts.sent(), **parts.faults()}
        if person:
            shown |= {**parts.messages(person), **parts.home(person), "shortcuts": world.shortcuts}
            shown |= {"commands": _commands(world), "mentionable": _mentionable(world)}
        functions = {**parts.functions(person), **shown}
        return render_template("page.html", tab=tab, revisions=parts.revisions(person), **functions)

    @page.get("/")
    def welcome() -> str:
        return whole(None, "messages")

    @page.get("/as/<user_id>")
    def person(user_id: str) -> str:
        return whole(somebody(user_id), "home" if request.args.get("tab") == "home" else "messages")

    @page.get("/page/pulse")
    def pulse() -> Response:
        person = somebody(request.args.get("person"))
        unread = {each.id: world.conversations.unread(each.id) for each in world.directory.people()}
        return jsonify({**parts.time(), "revisions": parts.revisions(person), "unread": unread})

    @page.get("/page/parts/<any(people, messages, home, modal, sent, faults):name>")
    def part(name: str) -> str:
        person = somebody(request.args.get("person"))
        if name in ("sent", "faults"):
            shown = parts.sent() if name == "sent" else parts.faults()
        elif name == "people":
            shown = parts.people(person)
        elif person is None:
            abort(404, "This pane belongs to a person.")
        else:
            shown = {"messages": parts.messages, "home": parts.home, "modal": parts.modal}[name](person)
        return render_template(f"{name}.html", **{**parts.functions(person), **shown})

    @page.get("/files/<file_id>/<name>")
    def file(file_id: str, name: str) -> Response:
        found = world.files.shared(file_id)
        if found is None or found.data is None or name != found.name:
            abort(404, "There is no such file at the desk.")
        as_what = "inline" if found.is_picture else "attachment"
        return Response(
            found.data, mimetype=found.mimetype, headers={"Content-Disposition": f'{as_what}; filename="{found.name}"'}
        )

    return page


def _commands(world: World) -> list[dict[str, str]]:
    return [{"name": each.command, "hint": each.usage_hint, "words": each.description} for each in world.commands]


def _mentionable(world: World) -> list[dict[str, str]]:
    return [{"name": each.real_name, "words": each.role} for each in world.directory.people()]
