"""`python -m tests.bench NAME [options] [--json]`: each prints its figures and ratios from one run."""

import importlib
import sys

BENCHES: dict[str, tuple[str, str]] = {
    "start": ("tests.bench.start", "start to ready, and memory with the sample council and with 15,000 cases"),
    "ack": ("tests.bench.ack", "/decision with its durable commit beside a bare Bolt command that only acks"),
    "import": ("tests.bench.importing", "15,000 cases from an Annex A workbook"),
    "derive": ("tests.bench.derive", "obligations derived a second beside bare date arithmetic"),
    "simulate": ("tests.bench.simulate", "what if, of 3,000 staff and 15,000 cases: seconds to an answer"),
    "identify": ("tests.bench.identify", "names and identifiers told from other words: precision and recall by kind"),
    "fuzz": ("tests.bench.fuzz", "facts and packs that are wrong: no traceback"),
    "knock": ("tests.bench.knock", "well-signed hostile payloads at every entry point: no 500, no traceback, nothing stored"),
    "tamper": ("tests.bench.tamper", "random single edits of the audit trail, on each database: each found, and named"),
    "sweep": ("tests.bench.sweep", "1,000 due of N pending: the outbox beside bare drivers and its peers"),
    "export": (
        "tests.bench.exporting",
        "dates and states taken out as CSV and Parquet beside a bare COPY, and memory as rows grow",
    ),
    "council": ("tests.bench.england", "a whole England on PostgreSQL: imported, derived, a morning planned"),
    "chaos": ("tests.bench.chaos", "processes killed, stopped and misled: lost and repeated notices, on each database"),
    "rotate": ("tests.bench.rotate", "keys rotated while others write, killed at random: nothing unreadable, on each database"),
    "report": ("tests.bench.report", "a report over a year of a council beside the bare SQL, and the Home tab"),
    "soak": ("tests.bench.soak", "thirty days at high speed, a fault at every turn: backlog, memory, repairs"),
}
"""Written out: the name, its module with `main(arguments)`, and what it shows."""


def main() -> None:
    """Run one, or `all`."""
    name, *arguments = sys.argv[1:] or ["help"]
    if name == "all":
        for module, _ in BENCHES.values():
            importlib.import_module(module).main(arguments)
    elif name in BENCHES:
        importlib.import_module(BENCHES[name][0]).main(arguments)
    else:
        print("python -m tests.bench NAME [--json]\n" + "\n".join(f"  {key:10} {what}" for key, (_, what) in BENCHES.items()))
        sys.exit(0 if name == "help" else 2)


if __name__ == "__main__":
    main()
