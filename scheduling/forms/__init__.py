"""The forms a policy asks for, as data: their parts, what each asks, and who signs. A council writes its own."""

from scheduling.forms.faults import faults_of
from scheduling.forms.fields import Field, Near, fields_of
from scheduling.forms.filled import Answer, Filled, FilledPart, Value, filled, from_json, kept_plain, revised
from scheduling.forms.steps import Step, asked_in, steps_of
from scheduling.forms.template import LATE, LATECOMERS, FormFault, Part, Question, Template, parse_forms

__all__ = [
    "LATE",
    "LATECOMERS",
    "Answer",
    "Field",
    "Filled",
    "FilledPart",
    "FormFault",
    "Near",
    "Part",
    "Question",
    "Step",
    "Template",
    "Value",
    "asked_in",
    "faults_of",
    "fields_of",
    "filled",
    "from_json",
    "kept_plain",
    "parse_forms",
    "revised",
    "steps_of",
]
