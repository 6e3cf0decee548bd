"""What a person does outside a modal: commands, messages, buttons, shortcuts, looking at the Home tab."""

from __future__ import annotations

import re

from bot.desk import payloads
from bot.desk.api.args import Args
from bot.desk.api.content import content_of
from bot.desk.blockkit import check_options_answer
from bot.desk.blockkit.surfaces import elements_of
from bot.desk.conversations import Content, Message
from bot.desk.delivery import Deliveries, Outcome, failed
from bot.desk.entries import Raw, RawValues, entry_of, holds_state, values_of
from bot.desk.kinds import Command, Json, Member
from bot.desk.tickets import RefusedError
from bot.desk.views import View
from bot.desk.world import World


class NotThereError(LookupError):
    """What the person wanted to use is not on their screen."""


class Interactions:
    """Everything the page and the test client let a person do, except inside modals."""

    def __init__(self, world: World, deliveries: Deliveries) -> None:
        self._world, self._deliveries = world, deliveries

    def person(self, user_id: str) -> Member:
        """The person one is."""
        member = self._world.directory.person(user_id)
        if member is None:
            raise NotThereError(f"There is nobody with the id {user_id} at the desk.")
        return member

    def write(self, user_id: str, text: str) -> Outcome:
        """What the composer does with a line: a command when it begins with a slash, else a message."""
        if text.startswith("/"):
            name, _, rest = text.partition(" ")
            return self.command(user_id, name.strip(), rest.strip())
        return self.message(user_id, text)

    def command(self, user_id: str, name: str, text: str) -> Outcome:
        """A slash command. The bot's answer, if it has a body, is shown to this person only."""
        person = self.person(user_id)
        command = next((each for each in self._world.commands if each.command == name), None)
        if command is None:
            known = ", ".join(f"`{each.command}`" for each in self._world.commands) or "none"
            self._world.complain(user_id, f"`{name}` is not a valid command. Commands here: {known}.")
            return Outcome("unknown_command")
        fields = payloads.slash_command(self._world, person, command, self._with_mentions(text, command))
        ack = self._deliveries.command(fields)
        if ack.failure:
            self._world.complain(user_id, f"{name} failed with the error `{ack.failure}`. What you typed is still in the box.")
            return Outcome(ack.failure, why=ack.why)
        plain = "json" not in ack.headers.get("content-type", "")
        answer = {"text": ack.body.decode()} if plain and ack.body.strip() else ack.json()
        return self._answered(user_id, name, answer)

    def _answered(self, user_id: str, name: str, answer: Json | None) -> Outcome:
        if not answer:
            return Outcome() if answer is not None else failed("The acknowledgement is not JSON.")
        if not answer.get("text") and not answer.get("blocks"):
            return Outcome()
        try:
            content = content_of(Args(answer))
        except RefusedError as refused:
            self._world.complain(user_id, f"{name} failed with the error `{refused.error}`.")
            return failed(f"{refused.error}: {refused.extra}")
        if answer.get("response_type") == "in_channel":
            self._world.post_as_bot(user_id, content)
        else:
            self._world.say_only_to(user_id, content)
        return Outcome()

    def _with_mentions(self, text: str, command: Command) -> str:
        """@names as Slack sends them: `<@U…|name>` when the command escapes, the handle when it does not."""
        names = {each.real_name: each for each in self._world.directory.people()}
        names |= {each.name: each for each in self._world.directory.people()}
        known = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
        by_name = {name.lower(): member for name, member in names.items()}

        def mention(found: re.Match[str]) -> str:
            member = by_name[found[1].lower()]
            return f"<@{member.id}|{member.name}>" if command.should_escape else f"@{member.name}"

        return re.sub(rf"(?<![\w.])@({known})(?![\w-]|\.\w)", mention, text, flags=re.IGNORECASE) if known else text

    def message(self, user_id: str, text: str) -> Outcome:
        """A plain message to the app."""
        person = self.person(user_id)
        if not text.strip():
            return Outcome()
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        message = self._world.conversations.post(user_id, person.id, Content(escaped))
        found = message.as_slack(self._world.workspace) | {"channel": message.channel, "channel_type": "im"}
        self._deliveries.event(found)
        return Outcome()

    def open_home(self, user_id: str, tab: str = "home") -> None:
        """The person looks at the app: its Home tab, or its messages."""
        self.person(user_id)
        event: Json = {"type": "app_home_opened", "user": user_id, "tab": tab}
        event["channel"] = self._world.conversations.open(user_id)
        published = self._world.published(user_id)
        if tab == "home" and published:
            event["view"] = published
        self._deliveries.event(event)

    def shortcut(self, user_id: str, callback_id: str, message_ts: str | None = None) -> Outcome:
        """A shortcut from the menu, or on a message."""
        person = self.person(user_id)
        kind = "message" if message_ts else "global"
        if not any(each.callback_id == callback_id and each.type == kind for each in self._world.shortcuts):
            raise NotThereError(f"The app has no {kind} shortcut {callback_id!r}.")
        if message_ts:
            payload = payloads.message_shortcut(self._world, person, callback_id, self.find_message(user_id, message_ts))
        else:
            payload = payloads.global_shortcut(self._world, person, callback_id)
        ack = self._deliveries.interaction(payload)
        return Outcome(ack.failure, why=ack.why)

    def find_message(self, user_id: str, ts: str) -> Message:
        """A message on this person's screen."""
        message = self._world.conversations.find(self._world.conversations.open(user_id), ts)
        if message is None:
            raise NotThereError(f"There is no message {ts} here any more.")
        return message

    def find_view(self, user_id: str, view_id: str) -> View:
        """A modal or Home tab on this person's screen."""
        view = self._world.views.find(view_id)
        if view is None or view.user_id != user_id:
            raise NotThereError(f"The view {view_id} is not open any more.")
        return view

    def use(self, user_id: str, place: Message | View, block_id: str, action_id: str, raw: Raw, entered: RawValues) -> Outcome:
        """Press a button, choose from a menu, tick a box."""
        person = self.person(user_id)
        element = find_element(place.blocks, block_id, action_id)
        values = values_of(place.blocks, entered)
        action = {"action_id": action_id, "block_id": block_id, **_done(element, raw)}
        if isinstance(place, View):
            payload = payloads.action_in_view(self._world, person, place, action, values)
        else:
            payload = payloads.action_in_message(self._world, person, place, action, values)
        ack = self._deliveries.interaction(payload)
        return Outcome(ack.failure, why=ack.why)

    def suggestions(self, user_id: str, place: Message | View, block_id: str, action_id: str, typed: str) -> list[Json]:
        """The options the app offers for what was typed."""
        element = find_element(place.blocks, block_id, action_id)
        ack = self._deliveries.interaction(
            payloads.suggestion(self._world, self.person(user_id), place, element, block_id, typed)
        )
        answer = ack.json()
        if ack.failure or answer is None or check_options_answer(answer):
            return []
        groups = answer.get("option_groups") or []
        return list(answer.get("options") or []) + [option for group in groups for option in group["options"]]

    def dismiss(self, user_id: str, ts: str) -> None:
        """Take an ephemeral message off the screen."""
        message = self.find_message(user_id, ts)
        if message.is_ephemeral:
            self._world.conversations.remove(message)

    def respond(self, key: str, args: Args) -> None:
        """The app answers by response_url."""
        user_id, message_ts = self._world.response_urls.use(key)
        source = self._world.conversations.find(self._world.conversations.open(user_id), message_ts) if message_ts else None
        if args.flag("delete_original"):
            if source:
                self._world.conversations.remove(source)
            return
        content = content_of(args)
        if args.flag("replace_original") and source:
            self._world.conversations.edit(source, content)
        elif args.text("response_type") == "in_channel":
            self._world.post_as_bot(user_id, content)
        else:
            self._world.say_only_to(user_id, content)


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json:
    """The element with this action id in this block."""
    for block in blocks:
        for _, element in elements_of(block):
            if block.get("block_id") == block_id and element["action_id"] == action_id:
                return element
    raise NotThereError(f"There is nothing called {action_id} in the block {block_id}.")


def _done(element: Json, raw: Raw) -> Json:
    """What the payload says was done with the element."""
    if element["type"] == "button":
        return {key: element[key] for key in ("type", "text", "value", "style") if key in element}
    done = entry_of(element, raw)
    if holds_state(element) and "placeholder" in element:
        done["placeholder"] = element["placeholder"]
    return done
