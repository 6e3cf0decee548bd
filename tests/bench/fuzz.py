"""Facts and packs that are wrong in every way: an answer, or every fault with its place, and never a traceback."""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from bot.answer import QUESTIONS, understood
from scheduling.errors import SupervisionError
from scheduling.facts import FactsFault
from scheduling.places import line_of_fault
from scheduling.policy import PackFault, parse_pack
from storage.packs import NAMES, pack_text
from tests.bench.mangling import mangled_facts, mangled_pack

QUESTION: dict[str, dict[str, Any]] = {
    "due": {"now": "2026-03-24T09:00"},
    "plan": {"person": "ann", "kind": "personal_supervision", "count": 3},
    "notices": {"from": "2026-03-20", "until": "2026-03-30"},
    "check": {"now": "2026-03-24T09:00"},
}


def main(arguments: list[str]) -> None:
    """Try so many inputs; exit status 1 at the first that is not answered or refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    begun = time.perf_counter()
    counted = fuzz(asked.inputs, asked.seed)
    found = {"inputs": asked.inputs, "seed": asked.seed, **counted, "seconds": round(time.perf_counter() - begun, 1)}
    if asked.json:
        print(json.dumps(found))
    else:
        print(", ".join(f"{value:,} {key}" if isinstance(value, int) else f"{value} {key}" for key, value in found.items()))


def fuzz(inputs: int, seed: int) -> dict[str, int]:
    """How many were answered and how many refused; anything else is raised as it is, with the input's number."""
    counted: Counter[str] = Counter({"facts_answered": 0, "facts_refused": 0, "packs_read": 0, "packs_refused": 0})
    for number in range(inputs):
        chance = random.Random(f"{seed} {number}")
        try:
            counted[(a_pack if number % 4 == 3 else some_facts)(chance)] += 1
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed}: {type(error).__name__}: {error}") from error
    return dict(counted)


def some_facts(chance: random.Random) -> str:
    """A facts document, asked one question."""
    document = mangled_facts(chance)
    command = chance.choice(list(QUESTION))
    try:
        facts, policy = understood(document)
        QUESTIONS[command](facts, policy, QUESTION[command])
    except FactsFault as fault:
        placed(fault.faults)
        return "facts_refused"
    except SupervisionError as fault:
        placed([fault.sentence])
        return "facts_refused"
    return "facts_answered"


def a_pack(chance: random.Random) -> str:
    """A pack's text, and where it can be read, the same facts under it."""
    text = mangled_pack(chance)
    try:
        policy = parse_pack("ours", text, extends=text_of)
    except PackFault as fault:
        placed(fault.faults)
        for line in fault.faults:
            line_of_fault("ours", text, line)
        return "packs_refused"
    from tests.bench.mangling import GOOD

    facts, _ = understood(GOOD)
    command: Callable[..., Any] = QUESTIONS[chance.choice(list(QUESTION))]
    for name, answer in QUESTIONS.items():
        if answer is command:
            try:
                answer(facts, policy, QUESTION[name])
            except SupervisionError as fault:
                placed([fault.sentence])
    return "packs_read"


def text_of(name: str) -> str:
    """A pack by its name, as `extends` finds it."""
    if name not in NAMES:
        raise PackFault([f"policy: {name!r} is no policy"])
    return pack_text(name)


def placed(faults: list[str]) -> None:
    """Every fault is one line that names something."""
    if not faults:
        raise AssertionError("refused without a fault")
    for fault in faults:
        if not fault.strip() or len(fault.splitlines()) != 1:
            raise AssertionError(f"not one line: {fault!r}")
