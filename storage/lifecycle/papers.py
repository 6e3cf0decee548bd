"""Files for the officer: nobody else on the computer may read them, and nothing is ever overwritten."""

import os
from pathlib import Path

from scheduling.errors import SupervisionError

ONLY_THE_OWNER = 0o600
FOLDER_OF_THE_OWNER = 0o700


class FileExists(SupervisionError):
    """There is a file or folder of that name already, and it was left as it is. Give another name: one with the date, say."""


class CannotWriteThere(SupervisionError):
    """Nothing can be written there. Name a folder that exists, that this user may write to, and that has room."""


def write(path: Path, data: bytes) -> None:
    """A new file, whole or not there. Raises FileExists, CannotWriteThere."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_THE_OWNER)
    except FileExistsError:
        raise FileExists from None
    except OSError as error:
        raise CannotWriteThere from error
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(data)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise CannotWriteThere from error


def new_folder(path: Path) -> None:
    """Raises FileExists, CannotWriteThere."""
    try:
        path.mkdir(FOLDER_OF_THE_OWNER)
    except FileExistsError:
        raise FileExists from None
    except OSError as error:
        raise CannotWriteThere from error
