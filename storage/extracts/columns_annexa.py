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
    "Unique ID|UID|Child UID|Child's ID|Child Identifier|Unique Child Identifier|Child Unique Ref|Child Unique Reference|"
    "Child Unique ID Number|Child Unique Number|Child System ID|Person Number|Person Reference|Person Ref|Client Number|"
    "Client Ref|Mosaic Person ID|Mosaic Number|Liquid Logic ID|LL ID|LCS Number|ICS ID|ICS Number|Eclipse ID|CareDirector ID|"
    "CareFirst ID|Azeus ID|Frameworki ID|FWi ID|Swift ID|System ID|System Number|Young Person ID|YP ID|LA Child ID",
    needed=True,
)
WORKERS = (
    "Allocated Worker Name|Name of Allocated Worker|Allocated Social Worker|Allocated Case Worker|Allocated SW|"
    "Worker|Worker Name|Social Worker|Key Worker|Case Worker|Caseworker|Lead Worker|Lead Professional|Allocated Practitioner|"
    "Lead Practitioner|Practitioner|Case Holder|Caseholder|Responsible Worker|Current Worker|Allocated To|Social Worker Name"
)
WORKER = Column("worker", "Allocated Worker", WORKERS, needed=True)

ANNEX_A: Mapping[int, Layout] = {
    2: Layout(
        (
            CHILD,
            Column(
                "start",
                "Assessment start date",
                "Early Help Assessment Start Date|EH Assessment Start Date|Start Date|Date Assessment Started|"
                "Date of Assessment|Assessment Start|EHA Start Date|EHA Start|Early Help Start Date|earl_episode_start_date",
                needed=True,
            ),
            Column(
                "end",
                "Assessment completion date",
                "Early Help Assessment Completion Date|EH Assessment Completion Date|Completion Date|"
                "Date Assessment Completed|Assessment End Date|Assessment Completion|End Date|EHA End Date|EHA Completion Date|"
                "Early Help End Date|Date Completed|earl_episode_end_date",
                needed=True,
            ),
            Column("worker", "Allocated Worker", WORKERS),
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
                "Single Assessment Start Date|Assessment Start|Asmt Start Date|Child and Family Assessment Start Date|"
                "Social Work Assessment Start Date|Date Assessment Started",
                needed=True,
            ),
            Column(
                "end",
                "Continuous Assessment Date of Authorisation",
                "Continuous Assessment Authorisation Date|Assessment End Date|Continuous Assessment Date of Authorization|"
                "Date of Authorisation|Authorisation Date|Assessment Authorisation Date|Assessment Date of Authorisation|"
                "Assessment Authorised Date|Continuous Assessment End Date|End Date|Continuous Assessment Auth Date|"
                "Continuous Assessment Authorised Date|Continuous Assessment Completion Date|Assessment Auth Date|"
                "Asmt Auth Date|C&F Assessment Authorisation Date|C&F Assessment End Date|Single Assessment Authorisation Date|"
                "Single Assessment End Date|Assessment Completion Date|Date Authorised|Date Assessment Authorised",
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
                "Date CIN Started|CIN Episode Start Date|Children in Need Start|CIN Referral Date|cinp_cin_plan_start_date|"
                "cinp_cin_plan_start",
                needed=True,
            ),
            Column(
                "end",
                "CIN Closure Date",
                "Child in Need Closure Date|Children in Need Closure Date|CIN End Date|CIN Closed Date|CIN Plan End Date|"
                "Closure Date|End Date|CIN Closure|Date CIN Closed|CIN Episode Closure Date|CIN Date of Closure|"
                "Date of Closure|Date Closed|CIN Episode End Date|cinp_cin_plan_end_date|cinp_cin_plan_end",
                needed=True,
            ),
            Column(
                "status",
                "Case Status",
                "CIN Case Status|Status|Case Status Code|Status of Case|Current Case Status|CIN Status|Current Status",
                needed=True,
            ),
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
                "Date Child Protection Plan Started|Date Child Became Subject of a Child Protection Plan|Date CP Plan Started",
                needed=True,
            ),
            Column(
                "end",
                "Child Protection Plan End Date",
                "CP Plan End Date|CPP End Date|CP End Date|End Date|Child Protection End Date|CP Plan End|"
                "Date Child Protection Plan Ended|Date Child Protection Plan Ceased|Date CP Plan Ended|CP Plan Closure Date",
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
                "Date Started Being Looked After|Date Entered Care|Date Started to be LAC|Date Started to be CLA|"
                "Loooked After Start Date|Date Became LAC|Date Became CLA|Date Into Care|"
                "Care Start Date|Period of Care Start Date",
                needed=True,
            ),
            Column(
                "end",
                "Date Ceased to be Looked After",
                "Ceased to be Looked After|Date Ceased LAC|LAC End Date|End Date|CLA End Date|CIC End Date|"
                "Date Ceased Looked After|Looked After End Date|Date Ceased Being Looked After|Date Left Care|"
                "Date Ceased to be LAC|Date Ceased to be CLA|CLA Ceased Date|Ceased Looked After Date|Date Ceased Care|"
                "Care End Date|Date Out of Care|Period of Care End Date|LAC Ceased Date",
                needed=True,
            ),
            WORKER,
        ),
        neighbours=TEAM,
    ),
    9: Layout(
        (
            CHILD,
            Column(
                "worker",
                "Allocated Worker",
                f"{WORKERS}|Allocated Personal Adviser|Allocated Personal Advisor|Allocated PA|Personal Adviser|"
                "Personal Advisor|PA|PA Name|Leaving Care Worker|Leaving Care Personal Adviser",
                needed=True,
            ),
        ),
        neighbours=TEAM,
    ),
}
"""List number to its columns."""
