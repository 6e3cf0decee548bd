"""The columns read of our own CSV files. To have another heading understood, add it beside its column."""

from storage.extracts.headings import Column, Layout

PEOPLE = Layout(
    (
        Column(
            "name",
            "name",
            "full name|employee name|staff name|worker name|display name|employee|employee full name|name of employee",
        ),
        Column(
            "first_name",
            "first name",
            "forename|given name|known as|preferred name|firstname|forenames|preferred first name|known as name",
        ),
        Column("surname", "surname", "last name|family name|lastname|preferred surname|preferred last name"),
        Column(
            "email",
            "e-mail",
            "work email|work email address|email address|business email|business email address|council email|office email|"
            "primary email|email id|mail|upn|user principal name",
            needed=True,
        ),
        Column(
            "post", "post", "job title|position|post title|position title|designation|title of post|job|job role|role title"
        ),
        Column("role", "role", "census role|csww role|organisational role|org role|role in organisation"),
        Column("level", "level", "management level|tier"),
        Column(
            "hours",
            "hours",
            "fte|full time equivalent|full time equivalency|contracted hours|contractual hours|full or part time|"
            "full time part time|full part time|ft pt|working hours|hours per week|weekly hours|hours worked|work pattern",
        ),
        Column(
            "employment",
            "employment",
            "contract type|contract|employment type|type of contract|contract status|assignment category|employee type|"
            "agency worker|worker type|employment status|employment basis",
        ),
        Column(
            "start",
            "start",
            "start date|started|started on|date started|employment start date|hire date|date of hire|date joined|joining date|"
            "join date|latest start date|position start date|role start date|original start date|continuous service date|"
            "continuous service start date",
            needed=True,
        ),
        Column(
            "staff_id",
            "staff id",
            "employee number|employee id|employee no|payroll number|payroll no|payroll id|staff number|staff no|staff ref|"
            "personnel number|personnel no|person number|pers no|worker id|worker number|employee ref|employee reference|"
            "assignment number",
        ),
        Column(
            "manager",
            "line manager",
            "line manager name|line manager full name|manager name|manager|reports to|reporting manager|reports to name|"
            "supervisor|supervisor name|supervised by|managed by|immediate manager|direct manager",
        ),
        Column(
            "manager_email",
            "line manager email",
            "line manager email address|line manager work email|manager email|manager email address|supervisor email|"
            "reports to email|email of line manager|line manager upn",
        ),
        Column(
            "manager_number",
            "line manager staff id",
            "line manager id|line manager employee number|line manager number|line manager employee id|"
            "line manager employee no|line manager payroll number|"
            "line manager personnel number|manager employee number|manager employee id|manager id|"
            "manager staff id|manager number|reports to id|reports to employee number|supervisor id|supervisor employee number|"
            "supervisor staff id",
        ),
        Column("supervised_since", "supervised since", "line manager since|manager since|supervisor since"),
        Column(
            "team",
            "team",
            "team name|team description|department|service|unit|section|organisation unit|org unit|cost centre name",
        ),
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

AUDITS = Layout(
    (
        Column("of", "audited", "of|person|supervisor|records of|name|staff id|manager", needed=True),
        Column("by", "auditor", "by|audited by|auditor name"),
        Column("kind", "kind", "type|audit type|kind of audit"),
        Column("on", "on", "date|audited on|audit date|date of audit|last audited|last audit", needed=True),
    ),
)

TRAINING = Layout(
    (
        Column(
            "person",
            "supervisor",
            "attendee|delegate|learner|participant|person|worker|name|staff id|employee number|employee|e-mail|email",
            needed=True,
        ),
        Column("kind", "training", "course|course name|course title|kind|type|event|training course", needed=True),
        Column("title", "title", "called|details|description|notes"),
        Column(
            "on",
            "attended on",
            "on|date|attended|attendance date|date attended|completed on|completed|completion date|date completed|"
            "training date|course date|agreed on|date agreed",
        ),
        Column("needed_on", "identified on", "needed on|identified|need identified on|top-up identified on"),
    ),
)

WORKERS = Layout(
    (
        Column("name", "name", "worker|worker name|allocated worker|name in the extract", needed=True),
        Column("person", "person", "staff id|e-mail|staff id or e-mail|is", needed=True),
    ),
)
