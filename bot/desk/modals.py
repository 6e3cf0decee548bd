"""What a person does inside a modal: submit it, or close it."""

from __future__ import annotations

from bot.desk import payloads
from bot.desk.api.views import checked
from bot.desk.delivery import Deliveries, Outcome, failed
from bot.desk.entries import RawValues, faults_of, values_of
from bot.desk.interactions import Interactions, NotThereError
from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError
from bot.desk.views import STACK_LIMIT, View
from bot.desk.world import World


class Modals:
    """Submitting and closing, with every answer Slack understands."""

    def __init__(self, world: World, deliveries: Deliveries, interactions: Interactions) -> None:
        self._world, self._deliveries, self._interactions = world, deliveries, interactions

    def submit(self, user_id: str, view_id: str, entered: RawValues) -> Outcome:
        """Submit a modal: first as Slack's client checks it, then to the bot."""
        person, view = self._interactions.person(user_id), self._interactions.find_view(user_id, view_id)
        if not view.is_modal or not view.content.get("submit"):
            raise NotThereError("This view has nothing to submit.")
        values = values_of(view.blocks, entered)
        errors = faults_of(view.blocks, values)
        if errors:
            return Outcome(errors=errors)
        ack = self._deliveries.interaction(payloads.view_submission(self._world, person, view, values))
        if ack.failure:
            return Outcome(ack.failure, why=ack.why)
        answer = ack.json()
        if answer is None:
            return failed("The acknowledgement is not a JSON object.")
        try:
            return self._answered(view, answer)
        except RefusedError as refused:
            return failed(f"{refused.error}: {refused.extra}")

    def _answered(self, view: View, answer: Json) -> Outcome:
        action = answer.get("response_action")
        if action is None:
            if answer:
                return failed("The acknowledgement has a body without `response_action`.")
            self._world.views.close(view)
        elif action == "clear":
            self._world.views.clear(view.user_id)
        elif action == "errors":
            return _errors(view, answer.get("errors"))
        elif action == "update":
            self._world.views.update(view, checked(self._world, answer.get("view"), "modal", instead_of=view))
        elif action == "push":
            content = checked(self._world, answer.get("view"), "modal")
            if len(self._world.views.stack(view.user_id)) >= STACK_LIMIT:
                raise RefusedError("push_limit_reached")
            self._world.views.push(view.user_id, content)
        else:
            return failed(f"Slack knows no response_action {action!r}.")
        return Outcome()

    def close(self, user_id: str, view_id: str, *, everything: bool = False) -> Outcome:
        """Close the topmost modal, or by the cross the whole stack. The bot is told where it asked to be."""
        person, view = self._interactions.person(user_id), self._interactions.find_view(user_id, view_id)
        cleared = everything or bool(view.content.get("clear_on_close"))
        closing = self._world.views.stack(user_id)[::-1] if cleared else [view]
        if cleared:
            self._world.views.clear(user_id)
        else:
            self._world.views.close(view)
        for each in closing:
            if each.content.get("notify_on_close"):
                self._deliveries.interaction(payloads.view_closed(self._world, person, each, is_cleared=cleared))
        return Outcome()


def _errors(view: View, errors: object) -> Outcome:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not all(isinstance(words, str) and words for words in errors.values()):
        return failed("`errors` must name at least one block and a sentence for it.")
    strange = set(errors) - inputs
    if strange:
        return failed(f"`errors` names {sorted(strange)}; the input blocks are {sorted(inputs)}.")
    return Outcome(errors=dict(errors))
