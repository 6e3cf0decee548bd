"""A council's own pack, begun: it builds on another, with every reading there to be changed."""

import json
from typing import Any

from scheduling.calendar import Interval
from scheduling.policy import Policy
from scheduling.readings import BY_NAME


def beginning(name: str, base: str, policy: Policy) -> str:
    """The text of a pack that says what `base` says until something in it is changed."""
    short = name.replace("_", " ").replace("-", " ").title()
    lines = [
        f"# {short}: our own policy. It says whatever {base} says, but for what is changed below.",
        "# A section such as [version.agreement] replaces the whole section of the pack it builds on.",
        f"extends = {json.dumps(base)}",
        f"title = {json.dumps(short + ' supervision policy', ensure_ascii=False)}",
        f"short = {json.dumps(short, ensure_ascii=False)}",
        "",
        "# How open wording is read. Take away the # to choose; each shows what holds now.",
        "[readings]",
    ]
    for each, about in BY_NAME.items():
        value = getattr(policy.readings, each)
        choices = f" ({', '.join(about.metadata['choices'])})" if about.metadata["choices"] else ""
        lines.append(f"# {about.metadata['of']}: {about.metadata['words']}{choices}")
        lines.append(f"# {each} = {_toml(value)}")
    lines += [
        "",
        "# From a day on, another version: what it leaves out stays as before.",
        "# [[version]]",
        '# label = "2"',
        "# in_force_from = 2027-04-01",
        "#",
        "# [version.agreement]",
        '# review = { rule = "OUR-1", section = "our section 5", every = { months = 6 } }',
        "",
        "# The words of a rule of our own, as people read them under *Why am I seeing this?*",
        "# [says]",
        '# "OUR-1" = "the agreement is reviewed every six months"',
    ]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, Interval):
        return f"{{ {value.unit} = {value.count} }}"
    if value is None:
        return "{ weeks = 2 }"
    return json.dumps(list(value) if isinstance(value, tuple) else value)
