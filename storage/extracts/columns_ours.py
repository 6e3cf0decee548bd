"""The columns read of our own CSV files. To have another heading understood, add it beside its column."""

from storage.extracts.headings import Column, Layout

PEOPLE = Layout(
    (
        Column("name", "name", "full name|employee name|staff name|worker name|display name"),
        Column("first_name", "first name", "forename|given name|known as|preferred name"),
        Column("surname", "surname", "last name|family name"),
        Column("email", "e-mail", "email address|work email|mail|upn", needed=True),
        Column("post", "post", "job title|position|post title|designation|title of post"),
        Column("role", "role", "census role|csww role|organisational role|org role|role in organisation"),
        Column("level", "level", "management level|tier"),
        Column(
            "hours",
            "hours",
            "fte|full time equivalent|contracted hours|full or part time|working hours|hours per week",
        ),
        Column(
            "employment",
            "employment",
            "contract|contract type|employment type|employment status|agency worker|worker type",
        ),
        Column(
            "start",
            "start",
            "start date|started|started on|date started|role start date|employment start date|continuous service date",
            needed=True,
        ),
        Column(
            "staff_id",
            "staff id",
            "employee number|employee id|employee no|payroll number|staff number|staff no|personnel number|worker id|"
            "assignment number",
        ),
        Column(
            "manager",
            "line manager",
            "reports to|line manager name|line manager email|line manager id|supervisor|line manager staff id|"
            "line manager employee number|managed by",
            needed=True,
        ),
        Column("supervised_since", "supervised since", "line manager since|manager since|supervisor since"),
        Column("team", "team", "team name|department|service|unit|section"),
        Column("asye_from", "asye from", "asye|asye start|asye start date|newly qualified from|nqsw from"),
        Column("left", "left", "left on|leaving date|end date|leave date|date left|termination date"),
        Column("profession", "profession", "professional group"),
        Column("frontline", "frontline", "front line"),
        Column("joined_from", "joined from", "joined_from"),
    ),
)

CASES = Layout(
    (
        Column(
            "case",
            "case",
            "ref|reference|case reference|case ref|case id|case number|Child ID|Child Unique Identifier|Unique Child ID|"
            "Child's Unique ID|Childs Unique ID|Child Reference|Child Ref|Child Number|Person ID|Person Unique ID|"
            "Client ID|Mosaic ID|Liquidlogic ID|LCS ID|Case ID|Unique ID|UID|Child Unique ID",
            needed=True,
        ),
        Column("category", "category", "case category|type|case type|status", needed=True),
        Column("opened", "opened", "opened on|open date|start|start date|date opened"),
        Column("closed", "closed", "closed on|closure date|close date|end|end date|date closed"),
        Column("from", "category from", "category since|category start|category from date"),
    ),
)

ALLOCATIONS = Layout(
    (
        Column(
            "case",
            "case",
            "ref|reference|case reference|case ref|case id|case number|Child ID|Child Unique Identifier|Unique Child ID|"
            "Child's Unique ID|Childs Unique ID|Child Reference|Child Ref|Child Number|Person ID|Person Unique ID|"
            "Client ID|Mosaic ID|Liquidlogic ID|LCS ID|Case ID|Unique ID|UID|Child Unique ID",
            needed=True,
        ),
        Column(
            "worker",
            "worker",
            "Allocated Worker Name|Name of Allocated Worker|Allocated Social Worker|Allocated Case Worker|Allocated SW|"
            "Worker|Worker Name|Social Worker|Key Worker|Case Worker|Caseworker|Lead Worker|Lead Professional|"
            "Allocated Worker|staff id|worker id|e-mail",
            needed=True,
        ),
        Column("role", "role", "allocation role|allocated as|involvement"),
        Column("from", "from", "start|start date|allocated|allocated on|allocation date|date allocated|from date"),
        Column("until", "until", "to|end|end date|ended|until date|deallocated"),
    ),
)

SESSIONS = Layout(
    (
        Column("supervisee", "supervisee", "person|worker|name|staff id", needed=True),
        Column("supervisor", "supervisor", "by|manager|line manager"),
        Column("held_on", "held on", "date|held|last supervision|session date|supervision date|date held", needed=True),
        Column("minutes", "minutes", "length|duration|duration (minutes)"),
        Column("recorded_on", "recorded on", "recorded|date recorded|written up"),
        Column("kind", "kind", "type|session type"),
    ),
)

DISCUSSIONS = Layout(
    (
        Column(
            "case",
            "case",
            "ref|reference|case reference|case ref|case id|Child ID|Child Unique Identifier|Unique Child ID|"
            "Child's Unique ID|Childs Unique ID|Child Reference|Child Ref|Child Number|Person ID|Person Unique ID|"
            "Client ID|Mosaic ID|Liquidlogic ID|LCS ID|Case ID|Unique ID|UID|Child Unique ID",
            needed=True,
        ),
        Column(
            "worker",
            "worker",
            "Allocated Worker Name|Name of Allocated Worker|Allocated Social Worker|Allocated Case Worker|Allocated SW|"
            "Worker|Worker Name|Social Worker|Key Worker|Case Worker|Caseworker|Lead Worker|Lead Professional|staff id",
            needed=True,
        ),
        Column("kind", "kind", "type|discussion type"),
        Column("on", "on", "date|discussed on|last discussed|discussion date|date discussed", needed=True),
    ),
)

AGREEMENTS = Layout(
    (
        Column("supervisee", "supervisee", "person|worker|name|staff id", needed=True),
        Column("supervisor", "supervisor", "by|manager|line manager"),
        Column(
            "supervisee_signed_on",
            "supervisee signed on",
            "signed by supervisee on|supervisee signed",
            needed=True,
        ),
        Column(
            "supervisor_signed_on",
            "supervisor signed on",
            "signed by supervisor on|supervisor signed",
            needed=True,
        ),
        Column("named_manager", "named manager", "contact manager"),
        Column("reviewed_on", "reviewed on", "reviewed|last review|review date"),
    ),
)

OBSERVATIONS = Layout(
    (
        Column("of", "observed", "of|person|worker|name|staff id|supervisee", needed=True),
        Column("by", "observer", "by|observed by"),
        Column("kind", "kind", "type|observation type"),
        Column("on", "on", "date|observed on|last observed|observation date|date observed", needed=True),
    ),
)

WORKERS = Layout(
    (
        Column("name", "name", "worker|worker name|allocated worker|name in the extract", needed=True),
        Column("person", "person", "staff id|e-mail|staff id or e-mail|is", needed=True),
    ),
)
