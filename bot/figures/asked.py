"""What a request asks for, read strictly: what is not understood is refused with a sentence, and never left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import Headers, MultiDict

from bot.figures import words
from bot.figures.problems import Problem
from storage import tokens
from storage.exports.asking import Chosen, filters_of
from storage.exports.columns import Table
from storage.tokens import Token

PREFIX = "cornerstone_"
"""A token begins so, that whoever looks for secrets in the wrong place knows one."""
MOST_ROWS, USUAL_ROWS = 1_000, 500
MOST_LETTERS = 200
"""Of a team's name."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[1-9][0-9]{0,3}")
TEAM = r"^[^\x00-\x1f\x7f]+$"
"""No letter that is not to be seen."""
SCHEME = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows, how many, and from where on."""

    chosen: Chosen
    most: int
    cursor: str


def token_of(headers: Headers) -> Token:
    """What stands in Authorization; where that is no token, one that is looked for all the same and never found."""
    found = SCHEME.fullmatch(headers.get("Authorization", ""))
    given = found[1] if found else ""
    return tokens.read(given.removeprefix(PREFIX) if given.startswith(PREFIX) else "")


def read(table: Table, given: MultiDict[str, str]) -> Asked:
    """The parameters of a request. Raises Problem."""
    known = (*filters_of(table), "limit", "cursor")
    for name, values in given.lists():
        if name not in known:
            raise _wrong(words.UNKNOWN.format(name=name[:40], known=", ".join(known)), name[:40])
        if len(values) > 1:
            raise _wrong(words.TWICE.format(name=name), name)
        if not values[0]:
            raise _wrong(words.EMPTY.format(name=name), name)
    return Asked(_chosen(table, given), _limit(given.get("limit", str(USUAL_ROWS))), given.get("cursor", ""))


def _chosen(table: Table, given: Mapping[str, str]) -> Chosen:
    chosen = Chosen(since=_day("since", given), until=_day("until", given))
    if "team" in given:
        if not re.fullmatch(TEAM, given["team"]) or len(given["team"]) > MOST_LETTERS:
            raise _wrong(words.NO_TEXT.format(name="team"), "team")
        chosen = replace(chosen, team=given["team"])
    return replace(chosen, state=_word(table, "state", given), kind=_word(table, "kind", given))


def _word(table: Table, name: str, given: Mapping[str, str]) -> str:
    column, value = table.column(name), given.get(name, "")
    if value and column and value not in column.words:
        raise _wrong(words.NO_WORD.format(name=name, words=", ".join(column.words)), name)
    return value


def _day(name: str, given: Mapping[str, str]) -> date | None:
    if name not in given:
        return None
    try:
        return date.fromisoformat(given[name]) if DAY.fullmatch(given[name]) else _no_day(name)
    except ValueError:
        return _no_day(name)


def _no_day(name: str) -> date:
    raise _wrong(words.NO_DAY.format(name=name), name)


def _limit(given: str) -> int:
    if not NUMBER.fullmatch(given) or int(given) > MOST_ROWS:
        raise _wrong(words.NO_NUMBER.format(name="limit", most=f"{MOST_ROWS:,}"), "limit")
    return int(given)


def _wrong(says: str, parameter: str) -> Problem:
    return Problem(400, says, parameter=parameter)
