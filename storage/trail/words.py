"""The words an event of the trail is made of: each written out here, with what it means, and no other is taken."""

ACTS = {
    "read": "was shown it",
    "listed": "was shown that it is there, and nothing of what it says",
    "recorded": "wrote it down",
    "changed": "changed it",
    "booked": "set a date for it",
    "moved": "moved it to another date",
    "cancelled": "took it back",
    "confirmed": "said that it is right",
    "disputed": "said that it is not right",
    "filed": "said that it is on the case system",
    "signed": "signed it",
    "reviewed": "went through it again",
    "raised": "told somebody above of it",
    "snoozed": "put its reminder off",
    "granted": "gave a right",
    "refused": "did not give a right that was asked for",
    "revoked": "took a right back",
    "told": "let the person it is about know",
    "imported": "brought it in from the council's files",
    "exported": "took it out of Cornerstone",
    "erased": "erased it",
    "held": "forbade its erasure",
    "released": "allowed its erasure again",
    "consented": "agreed that it is kept",
    "withdrew": "no longer agrees that it is kept",
    "verified": "held the trail against its seals",
}
"""What was done."""
SHOWN = frozenset({"read", "listed", "exported"})
"""Acts that took place once a person was answered, whether or not anything was stored besides."""
KINDS = {
    "session": "a supervision session",
    "record": "a filled form in a supervision file",
    "action": "an action agreed in supervision",
    "decision": "an ad hoc decision",
    "discussion": "a case discussion",
    "agreement": "a supervision agreement",
    "observation": "an observation",
    "audit": "an audit of supervision records",
    "obligation": "something owed",
    "message": "messages sent",
    "alarm": "trouble with Cornerstone itself",
    "case": "a case",
    "absence": "an absence",
    "person": "somebody who works here",
    "draft": "what somebody had typed",
    "grant": "a right to see for a time and a purpose",
    "hold": "a legal hold",
    "matter": "a personal matter in a record",
    "consent": "an agreement that personal matters are kept",
    "feed": "a calendar feed",
    "report": "a report or an overview",
    "import": "the council's files",
    "setting": "a setting",
    "key": "a key",
    "workspace": "the whole workspace",
    "trail": "this trail",
}
"""What it was done to. The object of a `person` is given as that person's id, and kept as their token."""
ROLES = {
    "": "",
    "supervisee": "whose record it is",
    "supervisor": "their supervisor",
    "line": "a manager above them",
    "cover": "who stands in for their supervisor",
    "worker": "who works on the case",
    "granted": "somebody with a grant",
    "quality": "performance and audit",
    "administrator": "who keeps Cornerstone running",
    "system": "Cornerstone itself",
}
"""The capacity somebody acted in."""
SYSTEM = {
    "system": "Cornerstone itself",
    "import": "an import",
    "retention": "the retention schedule",
    "command": "the command line",
}
"""Actors that are nobody in particular."""
