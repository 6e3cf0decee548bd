"""The window of the Home tab that asks what if."""

BUTTON = "What if…"
OPEN = "what_if"
FORM = "what_if_form"
TITLE = "What if"
SUBMIT = "Work it out"
ABOUT = (
    "What would become of supervision below you: another policy, more vacancies, a supervisor away, or several of them. "
    "Nothing is stored and nobody is told."
)
POLICY = "Under another policy"
VACANCIES = "More vacancies"
VACANCIES_HINT = "So many people who hold cases leave, drawn at random; their cases go to others of their team."
TEAM = "In one team"
AWAY = "A supervisor away"
WEEKS = "Away for"
WEEKS_HINT = "From today."
COVER = "Covered by"
COVER_HINT = "Left empty: nobody covers."
HOW_MANY = {"1": "One", "2": "Two", "3": "Three", "4": "Four", "5": "Five", "10": "Ten"}
HOW_LONG = {"1": "A week", "2": "Two weeks", "4": "Four weeks", "6": "Six weeks", "8": "Eight weeks", "13": "A quarter",
            "26": "Half a year"}  # fmt: skip
NOTHING_ASKED = "Choose a policy, give a number of vacancies or name who is away."
COVER_OF_NOBODY = "Name who is away too."
COVERS_THEMSELVES = "Name somebody else."
TEAM_OF_NOTHING = "Say how many vacancies too."
FIGURES = "Before and after"
THE_REST = "Nothing else changes."
NOTHING_CHANGES = "No figure changes."
AHEAD = 26
"""Weeks reckoned ahead."""
FOR_MORE = "For another draw, other limits or a picture to print, ask whoever runs Cornerstone for `cornerstone simulate`."
