"""Case references held to the council's own pattern, as they are where somebody types one."""

from scheduling.references import References
from storage.extracts import Faults, ImportPlan
from storage.extracts.faults import Place


def held_to(plan: ImportPlan, references: References, faults: Faults) -> None:
    """A fault for each reference that does not fit, with its place and not shown; what came with it is left out."""
    wrong: set[str] = set()

    def fits(ref: str, place: Place) -> bool:
        if references.fits(ref):
            return True
        if ref not in wrong:
            wrong.add(ref)
            faults.add(
                place,
                "does not hold a reference as this council writes them (not shown, in case it is a name)",
                f"A reference looks like {references.example}; correct it, or `case_reference` in the policy pack",
            )
        return False

    if not references.patterns:
        return  # the reader has seen to it that it could be one
    if plan.cases is not None:
        plan.cases = [each for each in plan.cases if fits(each.ref, each.place)]
    if plan.allocations is not None:
        plan.allocations = [each for each in plan.allocations if fits(each.ref, each.place)]
    plan.discussions = [each for each in plan.discussions if fits(each.ref, each.place)]
    plan.spoilt_cases |= wrong
