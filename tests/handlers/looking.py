"""Whether Slack takes what is said, and whether it says what it must not: every fault of a message, a window, a Home tab."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.desk.blockkit.surfaces import check_message_blocks, check_view, elements_of, is_too_large
from handlers.tables import ACTIONS

PLANTED = ("Wigglesworth", "to a secure unit", "two missed visits", "her brother Jamie", "unwell at work", "gp letter")
"""Typed by people of the council: decisions, rationales, notes, and a reason that is nobody's business."""
UNSAID = ("<!channel", "<!here", "None", "**", "  ", "Something went wrong")
AS_STORED = re.compile(r"\b20\d\d-\d\d-\d\d\b")
TEXT = 4000
"""Characters of a message's text: Slack advises no more."""


@dataclass
class Looking:
    """What was looked at, and what was wrong with it."""

    faults: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def message(self, where: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """A message or an ephemeral answer."""
        if not text.strip():
            self.faults.append(f"{where}: no text")
        if len(text) > TEXT:
            self.faults.append(f"{where}: a text of {len(text)} characters")
        self.faults += [f"{where}: {each}" for each in check_message_blocks(list(blocks))]
        self._harmless(where, text + json.dumps(list(blocks)), blocks)

    def view(self, where: str, view: Mapping[str, Any], *, may_tell: bool = False) -> None:
        """A window, a form or a Home tab."""
        self.faults += [f"{where}: {each}" for each in check_view(dict(view), "modal", "home")]
        if is_too_large(view):
            self.faults.append(f"{where}: over 250 kB")
        fields = Counter(block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input")
        self.faults += [f"{where}: two fields are called {name}" for name, number in fields.items() if number > 1]
        self._harmless(where, "" if may_tell else json.dumps(view), view["blocks"])

    def sentence(self, where: str, said: str) -> None:
        """A sentence beside a field."""
        if not said.strip():
            self.faults.append(f"{where}: no text")
        self._harmless(where, said, [])

    def _harmless(self, where: str, said: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        self.looked_at.add(where)
        self.faults += [f"{where}: tells {word!r}" for word in PLANTED if word in said]
        self.faults += [f"{where}: says {word!r}" for word in UNSAID if word in said.replace("None held", "")]
        self.faults += [f"{where}: says {found}, as it is stored" for found in AS_STORED.findall(" ".join(texts(blocks)))]
        for name in actions(blocks):
            if name not in ACTIONS:
                self.faults.append(f"{where}: nobody answers {name}")


def texts(part: Any) -> Iterator[str]:
    """All that is read in blocks, whatever they are in."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from texts(inner)


def actions(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What can be pressed or chosen at once: fields of a form are answered with the form."""
    for block in blocks:
        if block["type"] != "input":
            yield from (element["action_id"].partition(":")[0] for _, element in elements_of(dict(block)))
