"""Words chosen by language, in one place: `words = edition(booking, language)` where there was `booking` alone."""

from importlib import import_module
from types import ModuleType

ENGLISH = "en"
HERE = __name__.rpartition(".")[0]


def edition(english: ModuleType, language: str = ENGLISH) -> ModuleType:
    """A module of words as somebody reads it: name by name, and in English what that language does not say yet."""
    if language == ENGLISH:
        return english
    wanted = f"{HERE}.{language}{english.__name__.removeprefix(HERE)}"
    try:
        translated = import_module(wanted)
    except ModuleNotFoundError as missing:
        if not f"{wanted}.".startswith(f"{missing.name}."):
            raise  # it is there, and needs something that is not
        return english
    made = ModuleType(english.__name__, english.__doc__)
    vars(made).update({**vars(english), **_said(translated)})
    return made


def _said(module: ModuleType) -> dict[str, object]:
    return {name: said for name, said in vars(module).items() if not name.startswith("__")}
