"""When something has to be asked before it can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.errors import SupervisionError


@dataclass(frozen=True, slots=True)
class Choice:
    """A button and the words it puts in place of what was unclear."""

    label: str
    words: str


class WordedError(SupervisionError):
    """A refusal worded by the handlers: its sentence is mrkdwn already, where storage's are plain text."""


class AskError(WordedError):
    """What you typed can be read in more than one way."""

    def __init__(
        self,
        sentence: str,
        *,
        before: str,
        after: str,
        choices: Sequence[Choice],
        has_form: bool = True,
        one_by_one: str = "",
    ) -> None:
        """`before` and `after` are what was typed around the unclear words. `has_form`: the form can do without the choice.

        `one_by_one`: what stands above the other choices once one is made, where these may be made too.
        """
        super().__init__(sentence)
        self.before = before
        self.after = after
        self.choices = tuple(choices)
        self.has_form = has_form
        self.one_by_one = one_by_one


class UnmetError(Exception):
    """A Slack account Cornerstone has not met: look its e-mail address up, then try again."""

    def __init__(self, slack_id: str) -> None:
        """`slack_id` is Slack's user id."""
        super().__init__(slack_id)
        self.slack_id = slack_id


class StrangerError(WordedError):
    """Cornerstone does not know this person."""


class UnclearRequestError(WordedError):
    """I could not read that. Type `/supervision help` to see what can be asked."""


class FieldError(WordedError):
    """What stands in this field cannot be read."""

    def __init__(self, block: str, sentence: str) -> None:
        """`block` is the field the sentence stands beside."""
        super().__init__(sentence)
        self.block = block


class OldFormError(WordedError):
    """This form is from an older version, so nothing was saved. Copy what you wrote, close it and open it again."""


class PassedOnError(WordedError):
    """What you began this form about has been closed or passed on, so it cannot be saved. Tell whoever has it now."""


class GoneError(WordedError):
    """That has been saved already, or it is too old to be kept. If it is missing, type it again."""


class ChangedError(WordedError):
    """This was saved already, as you first sent it; what you changed since was not. Copy the change and open it again."""
