"""The columns read of an Ofsted Annex A workbook. To have another heading understood, add it beside its column."""

from collections.abc import Mapping

from storage.extracts.headings import Column, Layout

TEAM = ("Allocated Team", "Allocated Team Name")
"""Stands beside the worker and is not read: the team comes from people.csv."""

CHILD = Column(
    "child",
    "Child Unique ID",
    "Child ID|Child Unique Identifier|Unique Child ID|Child's Unique ID|Childs Unique ID|Child Reference|"
    "Child Ref|Child Number|Person ID|Person Unique ID|Client ID|Mosaic ID|Liquidlogic ID|LCS ID|Case ID|"
    "Unique ID|UID",
    needed=True,
)
WORKER = Column(
    "worker",
    "Allocated Worker",
    "Allocated Worker Name|Name of Allocated Worker|Allocated Social Worker|Allocated Case Worker|Allocated SW|"
    "Worker|Worker Name|Social Worker|Key Worker|Case Worker|Caseworker|Lead Worker|Lead Professional",
    needed=True,
)

ANNEX_A: Mapping[int, Layout] = {
    2: Layout(
        (
            CHILD,
            Column(
                "start",
                "Assessment start date",
                "Early Help Assessment Start Date|EH Assessment Start Date|Start Date|Date Assessment Started|"
                "Date of Assessment|Assessment Start",
                needed=True,
            ),
            Column(
                "end",
                "Assessment completion date",
                "Early Help Assessment Completion Date|EH Assessment Completion Date|Completion Date|"
                "Date Assessment Completed|Assessment End Date|Assessment Completion|End Date",
                needed=True,
            ),
            Column(
                "worker",
                "Allocated Worker",
                "Allocated Worker Name|Name of Allocated Worker|Allocated Social Worker|Allocated Case Worker|Allocated SW|"
                "Worker|Worker Name|Social Worker|Key Worker|Case Worker|Caseworker|Lead Worker|Lead Professional",
            ),
        ),
        neighbours=TEAM,
    ),
    4: Layout(
        (
            CHILD,
            Column(
                "start",
                "Continuous Assessment Start Date",
                "Assessment Start Date|C&F Assessment Start Date|Start Date|Continuous Assessment Date Started|"
                "Single Assessment Start Date|Assessment Start",
                needed=True,
            ),
            Column(
                "end",
                "Continuous Assessment Date of Authorisation",
                "Continuous Assessment Authorisation Date|Assessment End Date|Continuous Assessment Date of Authorization|"
                "Date of Authorisation|Authorisation Date|Assessment Authorisation Date|Assessment Date of Authorisation|"
                "Assessment Authorised Date|Continuous Assessment End Date|End Date",
                needed=True,
            ),
            WORKER,
        ),
        neighbours=TEAM,
    ),
    6: Layout(
        (
            CHILD,
            Column(
                "start",
                "CIN Start Date",
                "Child in Need Start Date|Children in Need Start Date|CIN Plan Start Date|CIN Start|Start Date|"
                "Date CIN Started|CIN Episode Start Date",
                needed=True,
            ),
            Column(
                "end",
                "CIN Closure Date",
                "Child in Need Closure Date|Children in Need Closure Date|CIN End Date|CIN Closed Date|CIN Plan End Date|"
                "Closure Date|End Date|CIN Closure|Date CIN Closed|CIN Episode Closure Date",
                needed=True,
            ),
            Column("status", "Case Status", "CIN Case Status|Status|Case Status Code|Status of Case", needed=True),
            WORKER,
        ),
        neighbours=TEAM,
    ),
    7: Layout(
        (
            CHILD,
            Column(
                "start",
                "Child Protection Plan Start Date",
                "CP Plan Start Date|CPP Start Date|CP Start Date|Start Date|Child Protection Start Date|CP Plan Start|"
                "Date Child Protection Plan Started",
                needed=True,
            ),
            Column(
                "end",
                "Child Protection Plan End Date",
                "CP Plan End Date|CPP End Date|CP End Date|End Date|Child Protection End Date|CP Plan End|"
                "Date Child Protection Plan Ended",
                needed=True,
            ),
            WORKER,
        ),
        neighbours=TEAM,
    ),
    8: Layout(
        (
            CHILD,
            Column(
                "start",
                "Date Started to be Looked After",
                "Started to be Looked After|Date Started LAC|LAC Start Date|Start Date|CLA Start Date|CIC Start Date|"
                "Date Became Looked After|Date Started Looked After|Looked After Start Date|"
                "Date Started Being Looked After|Date Entered Care|Date Started to be LAC|Date Started to be CLA",
                needed=True,
            ),
            Column(
                "end",
                "Date Ceased to be Looked After",
                "Ceased to be Looked After|Date Ceased LAC|LAC End Date|End Date|CLA End Date|CIC End Date|"
                "Date Ceased Looked After|Looked After End Date|Date Ceased Being Looked After|Date Left Care|"
                "Date Ceased to be LAC|Date Ceased to be CLA|CLA Ceased Date",
                needed=True,
            ),
            WORKER,
        ),
        neighbours=TEAM,
    ),
    9: Layout(
        (
            CHILD,
            WORKER,
        ),
        neighbours=TEAM,
    ),
}
"""List number to its columns."""
