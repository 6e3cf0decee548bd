"""Workbooks put together by hand, part by part, as report engines and other offices write them."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SIX = ("Child Unique ID", "CIN Start Date", "CIN Closure Date", "Case Status", "Allocated Worker")


def inline(text: str) -> str:
    """A cell that holds its own text, as report engines write it."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def rich(*runs: str) -> str:
    """The same in pieces of different style."""
    return "<c t='inlineStr'><is>" + "".join(f"<r><rPr><b/></rPr><t>{escape(run)}</t></r>" for run in runs) + "</is></c>"


def worked_out(text: str) -> str:
    """A formula whose value is text."""
    return f'<c t="str"><f>UPPER("x")</f><v>{escape(text)}</v></c>'


def number(value: float | str) -> str:
    """A number without a style: a date looks no different."""
    return f"<c><v>{value}</v></c>"


def iso(text: str) -> str:
    """A date as ISO text, which Excel reads and rarely writes."""
    return f'<c t="d"><v>{text}</v></c>'


def cells(*found: str) -> str:
    """A row without numbers, of cells without addresses."""
    return f"<row>{''.join(found)}</row>"


def sheet_xml(rows: Sequence[str], before: str = "", after: str = "") -> str:
    """One sheet; `before` and `after` stand around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def write_parts(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def parts_of(sheets: Mapping[str, str], *, workbook: str = "", attributes: str = "", shared: str = "") -> dict[str, str]:
    """The fewest parts that make a workbook of these sheets: title to XML. No styles."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = [f"xl/worksheets/sheet{place}.xml" for place in range(1, len(sheets) + 1)]
    types = [f'<Override PartName="/{name}" ContentType="{kind}.worksheet+xml"/>' for name in names]
    types.append(f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>')
    links = [
        f'<Relationship Id="rId{place}" Type="{LINKS}/worksheet" Target="{name.removeprefix("xl/")}"/>'
        for place, name in enumerate(names, 1)
    ]
    if shared:
        types.append(f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>')
        links.append(f'<Relationship Id="rIdS" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>')
    tabs = "".join(
        f'<sheet name="{escape(title)}" sheetId="{place}" {attributes} r:id="rId{place}"/>'
        for place, title in enumerate(sheets, 1)
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(types)}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{workbook}<sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>',
        **dict(zip(names, sheets.values(), strict=True)),
    }
    return parts | ({"xl/sharedStrings.xml": shared} if shared else {})


def write_raw(path: Path, rows: Sequence[str], *, title: str = "List 6", before: str = "", after: str = "", **how: str) -> Path:
    """A workbook of one sheet of these rows."""
    return write_parts(path, parts_of({title: sheet_xml(rows, before, after)}, **how))
