"""What is written for people to open, opened again: a PDF's text, and a workbook by LibreOffice."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def pages(path: Path) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def about(path: Path) -> dict[str, str]:
    """What the file says of itself."""
    document = pypdfium2.PdfDocument(path)
    try:
        return dict(document.get_metadata_dict())
    finally:
        document.close()


def as_csv(workbook: Path, into: Path, sheet: int) -> str:
    """One sheet, counted from one, as LibreOffice reads it: text as shown, in UTF-8."""
    assert SOFFICE
    profile = f"-env:UserInstallation=file://{into / 'profile'}"
    how = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{sheet}"
    asked = [SOFFICE, profile, "--headless", "--convert-to", how, "--outdir", str(into), str(workbook)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    (made,) = into.glob("*.csv")
    assert done.returncode == 0, done.stderr
    return made.read_text(encoding="utf-8")
