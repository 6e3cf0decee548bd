"""Help: what each can do, by role, with an example to copy."""

from collections.abc import Mapping, Sequence

LABEL = "What I can do"
OPEN = "help_open"
TITLE = "What you can do"
HEADINGS: Mapping[str, str] = {
    "supervisee": "For your own supervision and your cases",
    "supervisor": "For whom you supervise",
    "senior": "For the teams below you",
}
LINES: Mapping[str, Sequence[tuple[str, str]]] = {
    "supervisee": (
        ("/supervision next", "When your supervision is, and what to prepare"),
        ("/supervision book me tue 2pm", "Book it"),
        ("/supervision call-off because court", "Call off the one that is booked: what is due stays due"),
        ("/supervision agenda", "What to discuss so that no case goes late, and what to bring"),
        ("/supervision plan", "Dates for the year ahead"),
        ("/supervision absence mon to 14/5", "When you are away, and who covers"),
        ("/supervision raise", "Tell your supervisor that it was missed"),
        ("/supervision sign", "Read and sign what was recorded"),
        ("/supervision assess", "Rate two pieces of your own work before it"),
        ("/supervision history", "Your record: sessions, decisions and what was written"),
        ("/supervision access", "Who else may read your record, and why"),
        ("/supervision calendar", "Your sessions and due dates in Outlook, Google or Apple Calendar"),
        ("/decision {ref} visit twice a week because two visits were missed", "Log a decision on a case"),
        ("/case show {ref}", "What is due on a case, and when it was discussed"),
        ("/case find {part}", "Cases whose reference holds these letters or digits"),
        ("/case flag {ref} the placement has ended", "Tell your supervisor at once of a significant change"),
        ("/case summary {ref}", "Write the summary of a case"),
        ("/case children {ref} {ref}", "The children of a case, by reference"),
    ),
    "supervisor": (
        ("/supervision log {them} yesterday 90", "Record a session held, and its minutes"),
        ("/supervision book {them} tue 2pm", "Book the next session"),
        ("/supervision move {them} fri 10am because court", "Move the one that is booked"),
        ("/supervision call-off {them} because court", "Call it off: what is due stays due"),
        ("/supervision next {them}", "When theirs is due, and what to prepare"),
        ("/supervision agenda {them}", "What to discuss with them so that no case goes late"),
        ("/supervision plan {them}", "Dates with them for the year ahead"),
        ("/supervision absence {them} mon to 14/5", "When they are away, and who covers"),
        ("/supervision agreement {them}", "Their supervision agreement: write, sign, review"),
        ("/supervision checklist {them}", "The checklist of their supervision file"),
        ("/supervision observe {them}", "Record or plan an observation of their practice"),
        ("/supervision group", "Record a group supervision"),
        ("/supervision training", "Your training to supervise, your objectives for it, and those of whom you supervise"),
        ("/supervision conversation {them}", "Record a Good Conversation, to plan or to review"),
        ("/supervision probation {them}", "Record an assessment of progress in probation"),
        (
            "/decision {ref} visit twice a week because two visits were missed",
            "Log a decision, which counts as oversight",
        ),
        ("/case oversight {ref} plan agreed, because the risk is lower", "Record management oversight"),
        ("/case open {new} child protection {them} 12 March", "Open a case"),
        ("/case allocate {ref} {them}", "Give a case to somebody, or let them join it"),
        ("/case category {ref} child in need 12 March", "Change what a case is"),
        ("/case family {ref} {ref}", "Another case of the same family"),
        ("/case joint {ref} {them} {them}", "Two work a case together, the lead first"),
        ("/case planned {ref} 12 March", "The planning meeting of joint work took place"),
        ("/case close {ref} yesterday", "Close a case"),
    ),
    "senior": (
        ("/supervision report", "How supervision stands below you: figures, the lists behind them, what is counted"),
        ("/supervision next {them}", "When anybody's below you is due"),
        ("/supervision history {them}", "The record of anybody below you; every reading is noted"),
        ("/supervision access {them}", "Let an auditor or inspector read a record, for a purpose and a time"),
        ("/supervision observe {them} supervision", "Record an observation of a supervision session"),
    ),
}
ALSO = "Also"
NAME = "@name"
DATES = (
    "Dates as you say them, the day before the month: `tue 2pm`, `14/5`, `14 May`, `in 3 weeks`, `a week on fri`, "
    "`mon next week`, `yesterday`. What could be two days is asked about."
)
DECIDING = (
    "`/decision`, the case, what was decided, *because*, why. Leave out what you like: a form asks for the rest. "
    "The day and your name are added."
)
TEAMS = "*Show the list* on your Home tab: who is late in a team, since when and with whom."


def line(typed: str, does: str) -> str:
    """What it does, and how it is typed."""
    return f"{does}\n`{typed}`"


def heading(words: str) -> str:
    """Above the lines of a role."""
    return f"*{words}*"
