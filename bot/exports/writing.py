"""A table as a file: written in parts, so that memory does not grow with its rows."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from bot.exports.described import meaning_of
from bot.exports.values import cell
from storage.exports.columns import Kind, Table
from storage.records.exports import Rows

ONLY_THE_OWNER = 0o600


class Write(Protocol):
    """Adds rows to the file."""

    def __call__(self, rows: Rows, /) -> None:
        """In the order they come."""


class Form(Protocol):
    """A kind of file."""

    def __call__(self, path: Path, table: Table, /) -> AbstractContextManager[Write]:
        """Begin a new file; at the end it is whole."""


@contextmanager
def as_csv(path: Path, table: Table) -> Iterator[Write]:
    """RFC 4180 in UTF-8, with a line of headings; no cell is a formula."""
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(each.name for each in table.columns)

        def write(rows: Rows) -> None:
            writer.writerows(map(cell, row) for row in rows)

        yield write


@contextmanager
def as_parquet(path: Path, table: Table) -> Iterator[Write]:
    """Dates, moments with their zone, whole numbers and flags as what they are; each column carries its meaning."""
    import pyarrow
    from pyarrow import parquet

    schema = arrow_schema(table)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:

        def write(rows: Rows) -> None:
            writer.write_batch(pyarrow.record_batch([*_arrays(rows, schema)], schema=schema))

        yield write


def arrow_schema(table: Table) -> Any:
    """As Arrow has it; what is never empty may not be."""
    import pyarrow

    kinds: Mapping[Kind, Any] = {
        Kind.TEXT: pyarrow.string(),
        Kind.DATE: pyarrow.date32(),
        Kind.INSTANT: pyarrow.timestamp("us", tz="UTC"),
        Kind.WHOLE: pyarrow.int32(),
        Kind.FLAG: pyarrow.bool_(),
    }
    fields = [
        pyarrow.field(each.name, kinds[each.kind], nullable=not each.is_always, metadata={"meaning": meaning_of(each)})
        for each in table.columns
    ]
    return pyarrow.schema(fields, metadata={"table": table.name, "meaning": table.says})


def _arrays(rows: Rows, schema: Any) -> Iterable[Any]:
    import pyarrow

    for values, field in zip(zip(*rows, strict=True), schema, strict=True):
        yield pyarrow.array(values, type=field.type)


FORMS: Mapping[str, Form] = {"csv": as_csv, "parquet": as_parquet}
