"""Every table there is to take out, written out, in the order they are best read."""

from collections.abc import Mapping

from storage.exports.auditing import AUDITS
from storage.exports.casework import DECISIONS, DISCUSSIONS
from storage.exports.columns import Table
from storage.exports.staff import PEOPLE, RELATIONSHIPS
from storage.exports.supervision import AGREEMENTS, MOVES, OBLIGATIONS, OBSERVATIONS, SESSIONS

TABLES: Mapping[str, Table] = {
    each.name: each
    for each in (
        OBLIGATIONS, SESSIONS, DECISIONS, DISCUSSIONS, AGREEMENTS, MOVES, OBSERVATIONS, AUDITS, PEOPLE, RELATIONSHIPS,
    )
}  # fmt: skip
