"""Where somebody's reading goes on, as a text they can hand back and neither read nor make.

It is sealed because it holds the key of a row, and that of a person can be their e-mail address: it stands in an address of
the web, which a proxy may write down.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from storage.errors import CannotUnseal
from storage.sealed import SealedOwn

LONGEST = 2_000
"""Letters of a cursor."""
_SEAL = SealedOwn()
_MARK = "cursor"


@dataclass(frozen=True, slots=True)
class Place:
    """After which row of which table it goes on, with which filters, for which token."""

    token_id: str
    table: str
    given: Mapping[str, str]
    after: str


def sealed(engine: Engine, place: Place) -> str:
    """As it is handed out."""
    text = json.dumps([_MARK, place.token_id, place.table, dict(place.given), place.after])
    return str(_SEAL.process_bind_param(text, engine.dialect)).rstrip("=")


def opened(engine: Engine, text: str) -> Place | None:
    """Back again; None for what was never handed out, or is sealed with a key that is gone."""
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        found = json.loads(_SEAL.process_result_value(text + "=" * (-len(text) % 4), engine.dialect) or "null")
    except (CannotUnseal, ValueError):
        return None
    return Place(*found[1:]) if isinstance(found, list) and found[:1] == [_MARK] else None
