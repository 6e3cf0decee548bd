"""What people read when an answer takes long, and when it could not be given at all."""

SAVED = "Saved."
SAVING = "This is taking longer than usual. You will be told here whether it was saved."
READING = "This is taking longer than usual. The answer will come here."
SAVING_FORM = (
    "This is taking longer than usual, and it may not be saved yet. What you wrote is still here; this window says so as soon "
    "as it is saved."
)
SAVING_WINDOW = "This is taking longer than usual. This window says so as soon as it is saved."
NOT_BEGUN = "Too many people are asking at this moment, so this was not begun. Nothing was saved; try again in a minute."
TOO_OFTEN = (
    "That is more than {most} requests in a minute, so this one was not begun and nothing was saved. Wait a little, then do it "
    "again."
)
STILL_HERE = "What you wrote is still here: press the button again."
KEPT = "What you typed is kept, nothing is lost."
IN_THE_FORM = "What you typed is in the form."
NOT_KNOWN = (
    "The database stopped answering while this was being saved, and it could not be found out whether it was. "
    "Look on your Home tab before you do it again."
)
NO_SLACK = (
    "Slack does not answer at this moment, so Cornerstone could not look up who somebody is. Nothing was saved; try again in a "
    "minute."
)
NO_WINDOW = "Slack did not open the window in time. Press the button again."
NO_FORM = "Slack did not open the form in time."
AGAIN = "Already saved. The same request came twice and was stored once."
AGAIN_TITLE = "Already saved"
NOT_KNOWN_TITLE = "Not known yet"
SAVING_TITLE = "Saving"
YOU_TYPED = " You typed: `{typed}`"
OPEN_IT = "Open the form"
NOT_SAVED = "Nothing was saved."
NOT_SAVED_TITLE = "Not saved"
TRY_AGAIN = "Try again."
OPEN_TO_TRY_AGAIN = "Open the form to try again."


def wrong(fault: str, then: str = TRY_AGAIN) -> str:
    """What nobody foresaw, by the number it is logged under."""
    return f"Something went wrong on our side. {then} If it happens again, give your administrator this number: *{fault}*."
