"""A typed date that cannot be read, or can be in two ways."""

EXAMPLES = "Write it as `tue 2pm`, `14 May`, `14/5`, `in 3 weeks` or `yesterday`."
TOO_FAR = "That is further away than I can count."


WHICH_DAY = "That is more than one day. Add which, for example `mon next week` or `30 April`."


def unread(typed: str, because: str) -> str:
    """It is no date, and why where we know."""
    return f"I could not read *{typed}* as a date.{because} {EXAMPLES}"


def several(typed: str) -> str:
    """It may be one of several."""
    return f"*{typed}* could be more than one day. Which did you mean?"


def which_hour(part: str) -> str:
    """`tomorrow morning`."""
    example = {"morning": "10am", "am": "10am", "evening": "6pm"}.get(part, "2pm")
    return f"At what time? In place of *{part}* write the hour, for example {example}."


def day_or_time(typed: str) -> str:
    """`thu 9-10`."""
    first, _, last = typed.partition("-")
    return f"Is {typed} a day or a time? Write {first}/{last} for the day, {first}:00 for the time."


def counted_from(length: str) -> str:
    """`3 weeks`."""
    return f"From when? Write `in {length}` to count from today, or give the day."


def no_time(typed: str) -> str:
    """`25:00`."""
    return f"There is no time {typed}."


def another_weekday(on: str, weekday: str) -> str:
    """`mon 24 march` where that is a Tuesday."""
    return f"{on} is a {weekday}."


def no_such_day(number: str) -> str:
    """`the 32nd`."""
    return f"No month has a day {number}."


def no_month(number: int, hint: str) -> str:
    """`5/14`."""
    return f"There is no month {number}.{hint}"


def no_day(day: str, month: str, *, is_leap_day: bool) -> str:
    """`30 February`."""
    return f"There is no {day} {month}{' this year' if is_leap_day else ''}."


def no_date(written: str, hint: str) -> str:
    """`31/2/2026`."""
    return f"There is no day {written}.{hint}"


def day_first(written: str) -> str:
    """Day and month may stand the wrong way round."""
    return f" Write the day first: {written}."
