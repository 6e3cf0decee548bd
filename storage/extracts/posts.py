"""Roles, levels, hours and employment: by our own words, the DfE workforce census, or a job title."""

import re
from collections.abc import Mapping

from storage.extracts import cells
from storage.extracts.faults import BadCell

ROLES = ("case_holder", "non_case_holder", "non_frontline", "front_door", "supervising_social_worker")
LEVELS = ("practitioner", "supervisor", "service_manager", "head_of_locality", "strategic_lead", "senior_manager")

Post = tuple[str, str]
"""Role and level; "" where the words do not say."""
UNSAID: Post = ("", "")

CENSUS: Mapping[str, Post] = {
    "senior manager": ("non_case_holder", "senior_manager"),
    "middle manager": ("non_case_holder", "service_manager"),
    "first line manager": ("non_case_holder", "supervisor"),
    "senior practitioner": ("case_holder", "practitioner"),
    "case holder": ("case_holder", "practitioner"),
    "qualified without cases": ("non_case_holder", "practitioner"),
}
"""The census's six roles in its own order, 1 to 6, by its own words."""

_CENSUS_SPELLINGS = {
    "senior manager": ("1", "01"),
    "middle manager": ("2", "02"),
    "first line manager": ("3", "03", "first line managers"),
    "senior practitioner": ("4", "04", "advanced practitioner"),
    "case holder": ("5", "05", "case holders", "caseholder"),
    "qualified without cases": (
        "6",
        "06",
        "qualified without case",
        "qualified social worker without cases",
        "qualified no cases",
    ),
}

ROLE_WORDS: Mapping[str, Post] = {
    **{cells.squeezed(role): (role, "") for role in ROLES},
    **{cells.squeezed(words): post for words, post in CENSUS.items()},
    **{cells.squeezed(other): CENSUS[words] for words, others in _CENSUS_SPELLINGS.items() for other in others},
    **{cells.squeezed(other): ("case_holder", "") for other in ("case holding", "case holding practitioner", "social worker")},
    **{cells.squeezed(other): ("non_case_holder", "") for other in ("non case holding", "no cases", "without cases")},
    **{cells.squeezed(other): ("non_frontline", "") for other in ("back office", "business support", "administrative")},
    **{cells.squeezed(other): ("front_door", "") for other in ("MASH", "contact and referral")},
    **{cells.squeezed(other): ("non_case_holder", "supervisor") for other in ("manager", "supervisor", "line manager")},
    cells.squeezed("SSW"): ("supervising_social_worker", ""),
}

LEVEL_WORDS: Mapping[str, str] = {
    **{cells.squeezed(level): level for level in LEVELS},
    **{cells.squeezed(words): level for words, (_, level) in CENSUS.items()},
    **{
        cells.squeezed(other): "practitioner"
        for other in ("worker", "frontline worker", "social worker", "staff", "practitioners")
    },
    **{
        cells.squeezed(other): "supervisor"
        for other in ("team manager", "manager", "practice supervisor", "team leader", "supervisors")
    },
    **{cells.squeezed(other): "head_of_locality" for other in ("locality head",)},
    **{
        cells.squeezed(other): "senior_manager"
        for other in ("head of service", "director", "assistant director", "senior leader")
    },
}

_SENIOR = r"\b(director|head of (service|children|safeguarding|quality)|principal social worker|chief|senior manager)\b"
_FIRST_LINE = r"\b(team|practice|unit|assistant|deputy|duty|early help|family support)\b.*\b(manager|leader|supervisor)\b"
_NO_CASES = r"\b(conference chair|independent reviewing|iro|lado|auditor|quality assurance|trainer|practice educator)\b"
_FRONT_DOOR = r"\b(mash|front door|contact (and|&) referral|multi-agency safeguarding hub)\b"
_OFFICE = r"\b(administrat\w*|business support|clerk|panel co-?ordinator|performance|data|finance|commissioning)\b"
_CASES = (
    r"\b(social worker|practitioner|personal advis[eo]r|family support|support worker|case ?worker|early help|family worker|"
    r"asye|nqsw)\b"
)
TITLES: tuple[tuple[str, Post], ...] = (
    (r"supervising social worker|fostering social worker", ("supervising_social_worker", "practitioner")),
    (_SENIOR, CENSUS["senior manager"]),
    (r"\bstrategic lead\b", ("non_case_holder", "strategic_lead")),
    (r"\bhead of localit", ("non_case_holder", "head_of_locality")),
    (r"\b(service|group|locality|operations|area) (manager|lead|leader)\b", CENSUS["middle manager"]),
    (_FIRST_LINE, CENSUS["first line manager"]),
    (_NO_CASES, CENSUS["qualified without cases"]),
    (_FRONT_DOOR, ("front_door", "practitioner")),
    (_OFFICE, ("non_frontline", "practitioner")),
    (_CASES, CENSUS["case holder"]),
)
"""Job titles, first match wins. Only asked where the columns role and level say nothing."""

HOURS: Mapping[str, str] = {
    **{cells.squeezed(each): "full_time" for each in ("full_time", "full", "FT", "F", "whole time")},
    **{cells.squeezed(each): "part_time" for each in ("part_time", "part", "PT", "P", "job share", "term time only")},
}
_TEMPORARY = "temporary|temp|T|fixed term|FTC|fixed-term contract|casual|bank|secondment|seconded"
EMPLOYMENT: Mapping[str, str] = {
    **{cells.squeezed(each): "permanent" for each in ("permanent", "perm", "P", "substantive", "employee", "no", "N")},
    **{cells.squeezed(each): "agency" for each in ("agency", "A", "locum", "agency worker", "interim", "yes", "Y")},
    **{cells.squeezed(each): "temporary" for each in _TEMPORARY.split("|")},
}
JOINED: Mapping[str, str] = {
    **{cells.squeezed(each): "outside" for each in ("outside", "external", "new")},
    **{cells.squeezed(each): "within" for each in ("within", "internal", "same authority", "transfer")},
}
FULL_WEEK_HOURS = 35.0
"""A week from here on is full time (councils' weeks are of 35 to 37 hours)."""

_NUMBER = re.compile(r"\d*(\.\d+)?(?<=\d)")
_BASIS = re.compile(r"\b(full|part)[\s_\-]*time\b")
_UNITS = re.compile(r"\s*(hours?|hrs?|fte)?\s*(per|a|/|p/?)?\s*(week|wk|w)?\.?$")
_KINDS = (
    (r"\bperm(anent)?\b|\bsubstantive\b", "permanent"),
    (r"\bagency\b|\blocum\b", "agency"),
    (r"\btemp(orary)?\b|\bfixed[\s\-]*term\b|\bcasual\b|\bsecond(ed|ment)\b|\bbank\b|\bmaternity cover\b", "temporary"),
)


def role(value: object) -> Post:
    """Role, and level where it says that too, from the column role; job titles are understood there as well."""
    text = cells.words(value)
    if not text:
        return UNSAID
    found = ROLE_WORDS.get(cells.squeezed(text)) or title(text)
    if found == UNSAID:
        raise BadCell(f"'{text[:40]}' is not a role", f"Use one of: {', '.join(ROLES)}, or a census role such as 'case holder'")
    return found


def level(value: object) -> str:
    """The level from the column level; job titles are understood there as well; "" for none."""
    text = cells.words(value)
    if not text:
        return ""
    found = LEVEL_WORDS.get(cells.squeezed(text)) or title(text)[1]
    if not found:
        raise BadCell(f"'{text[:40]}' is not a level", f"Use one of: {', '.join(LEVELS)}")
    return found


def title(post: str) -> Post:
    """What a job title says; "" and "" where it says nothing."""
    lowered = post.casefold().replace("_", " ")
    return next((found for pattern, found in TITLES if re.search(pattern, lowered)), UNSAID)


def hours(value: object) -> str:
    """full_time or part_time from words, a full-time equivalent (0.6) or hours a week (22.2); "" for none."""
    text = cells.words(value).casefold()
    if said := _BASIS.search(text):
        return "full_time" if said[1] == "full" else "part_time"
    text = _UNITS.sub("", text).strip()
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
        text = str(float(text[:-1]) / 100)
    if _NUMBER.fullmatch(text):
        number = float(text)
        if number == 0:
            return ""
        return "full_time" if number == 1 or number >= FULL_WEEK_HOURS else "part_time"
    return cells.code(value, HOURS, "a way to say full or part time")


def employment(value: object) -> str:
    """permanent, agency or temporary; "" for none. HR systems add the hours: `Permanent - Full Time`."""
    text = cells.words(value)
    if cells.squeezed(text) not in EMPLOYMENT:
        said = {ours for words, ours in _KINDS if re.search(words, text, re.IGNORECASE)}
        if len(said) == 1:
            return said.pop()
    return cells.code(value, EMPLOYMENT, "a kind of employment")
