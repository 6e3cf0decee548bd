"""What the files say against what is stored: the difference, and putting it in place in one transaction."""

from storage.importing.outcome import Change, Options, Outcome
from storage.importing.run import import_plan
from storage.undisturbed import undisturbed

__all__ = ["Change", "Options", "Outcome", "import_plan", "undisturbed"]
