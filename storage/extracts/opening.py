"""Whether a file is an Excel workbook at all, and one that may be opened: said before anything of it is read."""

import zipfile
from pathlib import Path

from storage.extracts.faults import ImportStopped

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SEALED = "EncryptedPackage".encode("utf-16-le")
"""A workbook with a password is an old container around this."""
SEALED_FLAG = 0x1
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

LARGE = 100 * 1024**2
SQUEEZED = 100
"""A part larger than LARGE that was squeezed more than so many times holds no lists of children: it is made to fill memory."""
LARGEST = 1024**3
"""All the sheets of 15,000 children, with every column Ofsted asks for, are a tenth of this."""

AS_XLSX = "Open it in Excel and save it as Excel Workbook (.xlsx)"


def refuse_what_is_no_workbook(path: Path) -> None:
    """Raise ImportStopped, in words for what the file is, unless it is a workbook that can be opened."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportStopped(f"{path} cannot be opened: {error.strerror or error}. Check the name of the file.") from None
    if content.startswith(OLD_OFFICE):
        if SEALED in content:
            raise ImportStopped(
                f"{path.name} has a password. Open it in Excel, take the password off (File, Info) and save it."
            )
        raise ImportStopped(f"{path.name} is an old .xls workbook. {AS_XLSX}.")
    if not content.startswith(b"PK"):
        raise ImportStopped(f"{path.name} is not an Excel workbook but {_what(content[:4096])}. {AS_XLSX}.")
    _refuse_parts(path)


def _what(start: bytes) -> str:
    if not start.strip():
        return "empty"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "a web page or XML under a workbook's name"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start:
        return "text, such as CSV, under a workbook's name"
    return "another kind of file"


def _refuse_parts(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise ImportStopped(f"{path.name} is damaged: part of the file is missing. Fetch it or export it again.") from None
    names = {part.filename for part in parts}
    if "content.xml" in names:
        raise ImportStopped(f"{path.name} is an OpenDocument workbook (.ods), as Ofsted's own template is. {AS_XLSX}.")
    if "xl/workbook.bin" in names:
        raise ImportStopped(f"{path.name} is a binary workbook (.xlsb). {AS_XLSX}.")
    if any(part.flag_bits & SEALED_FLAG for part in parts):
        raise ImportStopped(f"{path.name} is a zip file with a password. Unpack it and give the workbook inside.")
    if any(part.compress_type not in METHODS for part in parts):
        raise ImportStopped(f"{path.name} is packed in a way Excel does not use. {AS_XLSX}.")
    bombs = [part for part in parts if part.file_size > LARGE and part.file_size > SQUEEZED * part.compress_size]
    if bombs or sum(part.file_size for part in parts) > LARGEST:
        size = sum(part.file_size for part in parts) // 1024**2
        raise ImportStopped(
            f"{path.name} would unpack to {size:,} MB, far more than its lists can hold. "
            "Copy the lists into a new workbook, without the empty rows below them."
        )
