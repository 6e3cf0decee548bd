"""What the API says in words: to whoever writes a program against it, in its answers and in its description."""

NOT_KNOWN = (
    "There is no token with this request, or it does not work. Send `Authorization: Bearer …` with one that "
    "`cornerstone api-token issue` gave, and ask for a new one where yours has ended."
)
NO_PAGE = "There is nothing at this address. `/api/v1/openapi.json` describes what there is."
ONLY_READ = "This can only be read. Use GET."
ONLY_JSON = "The answer is JSON, and the request's Accept header does not take it. Leave it out, or accept application/json."
TOO_OFTEN = "This token is used too often. Wait for as many seconds as Retry-After says, then go on where you were."
TOO_MANY = "Others are reading at this moment. Wait for as many seconds as Retry-After says, then ask again."
BUSY = "Too much is being stored at this moment. Ask again in a few seconds."
NO_DATABASE = "The database does not answer at this moment. Nothing is lost; ask again in a minute."
OUR_FAULT = (
    "Something went wrong here, and it was written to the log. Ask again; if it stays so, tell whoever runs Cornerstone."
)
REFUSED = "This request cannot be read."

UNKNOWN = "There is no parameter `{name}`; this table takes {known}."
TWICE = "`{name}` is given more than once. Give it once."
EMPTY = "`{name}` is empty. Leave it out, or give a value."
NO_DAY = "`{name}` is not a day. Write it as 2026-03-24."
NO_WORD = "`{name}` is not one of {words}."
NO_NUMBER = "`{name}` is not a whole number from 1 to {most}."
NO_TEXT = "`{name}` has letters in it that no team's name has."
NO_CURSOR = "There is no such page: this cursor was not given for this token with these filters. Begin again without it."

TITLE = "Cornerstone: the council's own figures"
DESCRIPTION = (
    "Rows about supervision for a council's own figures: references, dates, roles and states; no name, and nothing that "
    "anybody wrote. Each answer holds rows in the order of their ids, which never change, and in `next` the address that goes "
    "on, or null at the end. A row that is there all the time comes once, whatever else changes meanwhile. A token shows what "
    "its owner may see: themselves and everybody below them or, where it was granted for performance and audit, the whole "
    "council. Every answer is noted in the audit trail under its owner's name."
)
FILTERS = {
    "since": "From this day on, by {on}.",
    "until": "Before this day, by {on}.",
    "team": "Only of this team, as the people file calls it.",
    "state": "Only in this state.",
    "kind": "Only of this kind.",
}
LIMIT = "At most so many rows in this answer."
CURSOR = "Where to go on: as in the address `next` of the answer before, with the same filters."
AS_OF = "The moment the rows are of."
NEXT = "The address that goes on with the rows after these; null at the end."
"""Sentences, some with what they are about to be filled in."""
