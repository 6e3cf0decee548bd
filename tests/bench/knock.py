"""Well-signed hostile payloads at every entry point: no 500, no traceback, nothing stored that no request may store."""

import argparse
import json
import logging
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from slack_sdk.signature import Clock, SignatureVerifier

from handlers.patience import Patience
from tests.bench.durable import place
from tests.handlers.hostile import Sent, Specimen, mangled, specimens
from tests.handlers.ledger import Ledger
from tests.handlers.office import SECRET, Office, open_office, settle

ANSWERS = (200, 400, 401, 404, 409, 413, 415)
"""What may be answered."""
OURS = "Something went wrong on our side"


def main(arguments: list[str]) -> None:
    """Knock so often at each database; exit status 1 where anything gave way."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench knock", description=__doc__)
    parser.add_argument("--inputs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", type=lambda given: given.split(","), default=["sqlite", "postgres"], help="sqlite,postgres")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    found = {}
    for kind in asked.db:
        with place(kind) as where:
            url = where.database()
            settle(url)
            begun = time.perf_counter()
            with open_office(url, patience=Patience(), a_minute=1_000_000) as office:
                found[kind] = knock(office, asked.inputs, asked.seed).told() | {"seconds": round(time.perf_counter() - begun)}
    if asked.json:
        print(json.dumps(found))
    else:
        for kind, told in found.items():
            print(f"{kind}: " + ", ".join(f"{name} {value}" for name, value in told.items()))
    if any(told["faults"] for told in found.values()):
        raise SystemExit(1)


@dataclass
class Knocked:
    """What came of it."""

    answers: Counter[int] = field(default_factory=Counter)
    unfit: int = 0
    """Inputs that may store nothing."""
    stored_by_unfit: Counter[str] = field(default_factory=Counter)
    """Rows changed by those, by table."""
    fit: int = 0
    """Inputs as Slack lays them out, of somebody known: what they store is what they were told to."""
    stored_by_fit: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """For a line, or JSON."""
        return {
            "inputs": self.unfit + self.fit,
            "answers": dict(sorted(self.answers.items())),
            "that may store nothing": self.unfit,
            "rows stored by those": sum(self.stored_by_unfit.values()),
            "valid ones of somebody known": self.fit,
            "rows stored by those valid": sum(self.stored_by_fit.values()),
            "faults": self.faults[:20],
        }


class _Listening(logging.Handler):
    """Every traceback, and every error, that the process logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.levelno >= logging.ERROR:
            text = logging.Formatter().format(record)
            self.heard.append(f"{record.name}: {text[:300]} … {text[-600:]}")


def knock(office: Office, inputs: int, seed: int) -> Knocked:
    """So many inputs: first those that may store nothing, then the others, so that nobody's rows are taken for another's."""
    found, knocked = specimens(office), Knocked()
    ledger, listening = Ledger(office.store.engine), _Listening()
    logging.getLogger().addHandler(listening)
    try:
        later: list[int] = []
        for number in range(inputs):
            sent = _input(seed, number, found)
            if sent.may_store:
                later.append(number)
            else:
                knocked.unfit += 1
                _try(office, sent, f"{seed} {number}", knocked, listening)
        knocked.stored_by_unfit = ledger.changes()
        if knocked.stored_by_unfit:
            knocked.faults.append(f"stored by what may store nothing: {dict(knocked.stored_by_unfit)}")
        for number in later:
            knocked.fit += 1
            _try(office, _input(seed, number, found), f"{seed} {number}", knocked, listening)
        knocked.stored_by_fit = ledger.changes() - knocked.stored_by_unfit
    finally:
        logging.getLogger().removeHandler(listening)
    return knocked


def _input(seed: int, number: int, found: list[Specimen]) -> Sent:
    return mangled(random.Random(f"{seed} {number}"), found)


def _try(office: Office, sent: Sent, name: str, knocked: Knocked, listening: _Listening) -> None:
    stamp = str(int(Clock().now()) - int(name.split()[1]) % 280)
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": _signature(stamp, sent.body),
        "Content-Type": sent.content_type,
    }
    answer = office.web.test_client().post("/slack/events", data=sent.body, headers=headers)
    text = answer.get_data(as_text=True)
    knocked.answers[answer.status_code] += 1
    if answer.status_code not in ANSWERS or OURS in text or "Traceback" in text:
        knocked.faults.append(f"input {name}: {answer.status_code} {text[:300]}")
    for each in listening.heard:
        knocked.faults.append(f"input {name}: {each}")
    listening.heard.clear()


def _signature(stamp: str, body: bytes) -> str:
    return str(SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body))
