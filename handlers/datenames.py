"""What days, months and small numbers are called, and shortened to."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def index(names: tuple[str, ...], word: str, *, least: int) -> int | None:
    """Which name a word shortens (`tue`, `tues`, `sept`): three letters at least."""
    plain = {"weds": "wed"}.get(word.rstrip("."), word.rstrip("."))
    if len(plain) < least:
        return None
    return next((at for at, name in enumerate(names) if name.startswith(plain) or plain == f"{name}s"), None)
