"""Short German names for what the model calls by key; editions say them like any other text."""

from __future__ import annotations

STATION_KINDS = {
    "situation": "Deine Situation",
    "language": "Deutsch lernen",
    "school": "Schule",
    "bridge": "Brücke: der Weg in Ausbildung, Studium oder Beruf",
    "vocational": "Ausbildung und Beruf",
    "qualification": "Abschluss",
    "goal": "Ziel",
    "counselling": "Beratung",
}
STATUS_KIND = "Aufenthalt: dein Papier"
SERVICE_KINDS = {
    "school": "Schulen",
    "vocational_school": "Berufsbildende Schulen",
    "vocational_programme": "Klassen und Kurse für den Beruf",
    "regional_school": "Schulen in der Nähe, außerhalb vom Landkreis",
    "second_chance": "Schulabschluss nachholen",
    "language": "Deutschkurse",
    "counselling": "Beratung",
    "authority": "Ämter",
    "recognition": "Anerkennung von Zeugnissen",
    "chamber": "Kammern",
    "sport": "Sport",
    "music": "Musik",
    "library": "Büchereien",
    "youth_centre": "Jugendzentren",
    "meeting": "Treffpunkte und Feste",
    "volunteering": "Helfen (Ehrenamt)",
    "mentoring": "Jemand begleitet dich (Patenschaft)",
    "learning_help": "Hilfe beim Lernen",
    "digital_learning": "Lernen mit Handy und Computer",
    "employer_contact": "Kontakt zu Betrieben",
}
INFORMAL = "Freizeit und Lernen"  # all kinds of guide.offers.INFORMAL together
ANYWHERE = "Überall in Deutschland"
AREAS = {  # asked of editors alone
    "place": "der Ort",
    "region": "der Landkreis",
    "state": "das Land",
    "country": "ganz Deutschland",
    "online": "im Internet",
}
CONDITIONS = {
    "certificate": "Zeugnis oder Abschluss",
    "contract": "Vertrag oder Zusage",
    "german": "Deutsch",
    "exam": "Prüfung",
    "age": "Alter",
    "school_duty": "Schulpflicht",
    "grades": "Noten",
    "advice": "Beratungsgespräch",
    "residence": "Aufenthalt",
    "assignment": "Ein Amt oder die Schule schickt dich",
    "registration": "Gemeldet bei Agentur für Arbeit oder Jobcenter",
    "experience": "Berufserfahrung oder Praxis",
    "capacity": "Freier Platz",
    "work_permit": "Erlaubnis der Ausländerbehörde",
    "waiting_time": "Wartezeit",
    "identity": "Identität geklärt",
    "livelihood": "Lebensunterhalt gesichert",
    "conduct": "Nichts spricht dagegen (keine Ausschlussgründe)",
    "choice": "Deine Wahl",
}
CONDITION_DETAILS = {
    "german_level": "Deutsch {level}",
    "german_level_usual": "Deutsch {level} (üblich, keine feste Regel)",
    "german_level_law": "Deutsch {level} (feste Regel)",
    "german_level_decided": "Deutsch, meist {level} (jeder Fall wird einzeln entschieden)",
    "age_range": "Alter: von {low} bis {high} Jahre",
    "age_from": "Alter: ab {low} Jahre",
    "age_to": "Alter: bis {high} Jahre",
    "waiting_arrival": "Wartezeit: {months} Monate in Deutschland",
    "waiting_duldung": "Wartezeit: {months} Monate mit Duldung",
    "waiting_permit": "Wartezeit: {months} Monate mit Aufenthaltserlaubnis",
    "grades_average": "Noten: Schnitt {average} oder besser",
    "experience_months": "Berufserfahrung: {months} Monate",
    "experience_hours": "Praxis: {hours} Stunden",
    "duty_required": "Noch schulpflichtig",
    "duty_fulfilled": "Schulpflicht erfüllt",
    "foreign_school": "Schulzeugnis aus einem anderen Land",
    "foreign_vocational": "Berufsabschluss aus einem anderen Land",
    "passport": "Identität geklärt, in der Regel mit Pass",
}
CONFIDENCE = {
    "sourced": "Steht so in einer Quelle",
    "mixed": "Steht zum Teil in einer Quelle",
    "likely": "Wahrscheinlich, aber noch nicht genau belegt",
    "unknown": "Unbekannt: bitte vorher fragen",
}
COSTS = {
    "free": "Kostenlos",
    "fee": "Kostet etwas",
    "paid": "Du bekommst Geld",
    "unknown": "Kosten unbekannt: bitte fragen",
}
FACETS = {
    "art": "Art",
    "ort": "Ort",
    "kosten": "Kosten",
    "alter": "Alter",
    "deutsch": "Deutsch",
    "sprache": "Sprachen dort",
}
NO_GERMAN = "Kein Deutsch nötig"
UNKNOWN = "Noch nicht bekannt"
DECIDERS = {
    "school": "Die Schule entscheidet.",
    "company": "Der Betrieb entscheidet.",
    "agency": "Die Agentur für Arbeit oder das Jobcenter entscheidet.",
    "provider": "Der Anbieter entscheidet.",
    "university": "Die Hochschule entscheidet.",
    "school_or_company": "Schule oder Betrieb entscheidet.",
}
GERMAN_RULES = {
    "law": "Das ist eine feste Regel.",
    "usual": "Das ist üblich, aber keine feste Regel.",
    "none": "Es gibt keine feste Regel.",
}
PLACEMENT_KINDS = {
    "visit": "Besuch im Betrieb",
    "internship": "Praktikum",
    "introductory_training": "Einstiegsqualifizierung (EQ)",
    "apprenticeship": "Ausbildung",
}
HOW_ASSURED = {
    "phone": "am Telefon",
    "visit": "vor Ort",
    "mail": "schriftlich",
    "website": "auf der Webseite",
}
EITHER = "{one} oder {other}"
NAMED = {
    "certificate": "Abschluss oder Zeugnis: {names}",
    "residence": "Aufenthalt: {names}",
    "without": "Noch ohne: {names}",
}
OPEN_DATA = {
    "table": "Alle Angebote als Tabelle, zum Beispiel für Excel",
    "services": "Alle Angebote für Programme",
    "tables": "Alle Angebote als Tabellen für Programme",
    "locations": "Standorte der Angebote für Karten",
    "municipalities": "Orte im Landkreis für Karten",
    "pathways": "Alle Wege für Programme",
    "deadlines": "Termine und Fristen für den Kalender",
    "changes": "Was neu ist, zum Abonnieren",
}
TABLES: dict[str, dict[str, str]] = {
    "station_kinds": STATION_KINDS,
    "service_kinds": SERVICE_KINDS,
    "conditions": CONDITIONS,
    "condition_details": CONDITION_DETAILS,
    "confidence": CONFIDENCE,
    "costs": COSTS,
    "facets": FACETS,
    "deciders": DECIDERS,
    "german_rules": GERMAN_RULES,
    "how_assured": HOW_ASSURED,
    "placement_kinds": PLACEMENT_KINDS,
    "named": NAMED,
    "open_data": OPEN_DATA,
}
BLANK = "Vom Landkreis auszufüllen"
PLACE_TITLE = "Angebote in {place}"
PLACE_ABOUT = "Schulen, Beratung, Deutschkurse und Treffpunkte in {place}."
EVERYWHERE = "Für den ganzen Landkreis."
NOT_FOUND = "Diese Seite gibt es nicht. Zur Startseite"
PLACEMENTS_TITLE = "Plätze in Betrieben"
PLACEMENTS_ABOUT = "Praktikum, Ausbildung und mehr: Plätze, die Betriebe gemeldet haben."
NETWORK_TITLE = "Alle Wege in einem Bild"
NETWORK_ABOUT = "Stationen und Wege von der Situation bis zum Ziel, für große Bildschirme."
WAY_TITLE = "{start}: der Weg zu „{goal}“"
FASTEST = "Am schnellsten"
FEWEST_CONDITIONS = "Am wenigsten offene Bedingungen"
EARLIEST_INCOME = "Am frühesten eigenes Geld"
NO_INCOME = "Auf diesem Weg verdienst du noch kein Geld."
INCOME_AT_ONCE = "Du bekommst von Anfang an Geld."
INCOME_AFTER = "Du bekommst Geld nach: {time}."
TIME_UNKNOWN = "Dauer unterschiedlich"
MONTHS = {
    "about": "etwa {time} Monate",
    "range": "etwa {low} bis {high} Monate",
    "up_to": "bis etwa {high} Monate",
}
YEARS = {
    "about": "etwa {time} Jahre",
    "range": "etwa {low} bis {high} Jahre",
    "up_to": "bis etwa {high} Jahre",
}
OVER = "{day} (vorbei)"
WAS_VALID = "{amount} (galt bis {day})"
SAVE = "Auf diesem Gerät speichern (etwa {size} KB)"
ONE_FILE = "Alle Seiten in einer Datei (etwa {size} KB)"
# A mistake on a page (guide.outputs.improve)
IMPROVE = "Diese Angabe verbessern"
MAIL = "E-Mail"
WRONG = "Stimmt etwas nicht?"
GO = "Geh zu der Angabe, die nicht stimmt. Dort steht jetzt ein Link."
LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
RULES_TITLE = "Regeln: Erlaubnis, Aufenthalt, Mindestlohn"
RULES_ABOUT = "Wer arbeiten darf, wer zustimmen muss und wann der Mindestlohn gilt, mit Quellen."
FORM_TITLE = "Einen Platz melden"
FORM_ABOUT = "Melden Sie einen freien Platz in Ihrem Betrieb: per E-Mail oder mit dem Formular."
LETTER = (  # what a firm fills in, a line each
    "Art (Besuch, Praktikum, Einstiegsqualifizierung, Ausbildung):",
    "Beruf:",
    "Betrieb:",
    "Ort:",
    "Beginn:",
    "Wie viel Deutsch ist nötig (A0 bis C2):",
    "Wie viele Plätze:",
    "Wer ist zuständig (eine Funktion, kein Name):",
    "Telefon, E-Mail oder Webseite dafür:",
    "Bis wann soll der Platz zu sehen sein:",
)
# Only firms read these: guide.audience
FIRMS = (RULES_TITLE, RULES_ABOUT, FORM_TITLE, FORM_ABOUT, *LETTER)
EXTRA = (
    IMPROVE,
    MAIL,
    GO,
    STATUS_KIND,
    INFORMAL,
    ANYWHERE,
    NO_GERMAN,
    UNKNOWN,
    BLANK,
    PLACE_TITLE,
    PLACE_ABOUT,
    EVERYWHERE,
    NOT_FOUND,
    EITHER,
    PLACEMENTS_TITLE,
    PLACEMENTS_ABOUT,
    NETWORK_TITLE,
    NETWORK_ABOUT,
    WAY_TITLE,
    FASTEST,
    FEWEST_CONDITIONS,
    EARLIEST_INCOME,
    NO_INCOME,
    INCOME_AT_ONCE,
    INCOME_AFTER,
    TIME_UNKNOWN,
    OVER,
    WAS_VALID,
    SAVE,
    ONE_FILE,
    *MONTHS.values(),
    *YEARS.values(),
)
