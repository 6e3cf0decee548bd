"""What councils already have, read: our own CSV files, an Ofsted Annex A workbook, Standard Safeguarding Dataset tables."""

from storage.extracts.faults import Fault, Faults, ImportStopped, Place
from storage.extracts.kinds import with_files
from storage.extracts.plan import ImportPlan
from storage.extracts.reading import Sources, read

__all__ = ["Fault", "Faults", "ImportPlan", "ImportStopped", "Place", "Sources", "read", "with_files"]
