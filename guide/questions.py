"""What is asked for a new record: the questions, by what `new` is called with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guide import labels
from guide.contents import CONTENT
from guide.employers import Placement
from guide.forms import Form, Question
from guide.model import FrontMatter, Term
from guide.offers import Service
from guide.pathways import Station

LEVELS = dict.fromkeys(("A0", "A1", "A2", "B1", "B2", "C1", "C2"), "")
_NONE = {"none": "es gibt keine", "usual": "üblich"}
_RULES = {**_NONE, "law": "Gesetz", "decided_by": "jemand entscheidet"}
_DECIDERS = {key: str(text) for key, text in labels.DECIDERS.items()}
_NAME = Question("name", "Wie heißt es?", "Stadtbücherei Musterstadt", required=True)
_SUMMARY = Question(
    "summary", "Was ist das? Ein bis drei kurze Sätze, mit „du“.", "Du kannst Bücher leihen.", True
)
_STATIONS = Question(
    "stations", "Zu welchen Stationen passt es?", "praktikum, oberschule", target="node", many=True
)
_SOURCED = (
    Question(
        "sources",
        "Woher wissen Sie es? Kennungen aus data/sources.yaml.",
        "sh-buech",
        required=True,
        target="source",
        many=True,
    ),
    Question("confidence", "Wie sicher ist es?", choices=labels.CONFIDENCE, default="unknown"),
)

FORMS: Mapping[str, Form] = {
    "offer": Form(
        Service,
        Path("data/offers.yaml"),
        "services",
        "name",
        "kind",
        (
            _NAME,
            Question("kind", "Was für ein Angebot ist es?", "", True, labels.SERVICE_KINDS),
            Question(
                "organization", "Wer ist der Träger?", "stadt-musterstadt", target="organization"
            ),
            Question(
                "places", "In welchen Orten ist es?", "musterstadt", target="place", many=True
            ),
            Question(
                "area",
                "Für wen in der Gegend?",
                choices=labels.AREAS,
                default="place",
            ),
            _SUMMARY,
            Question("for_whom", "Für wen ist es?", "Alle zwischen 14 und 27 Jahren."),
            Question("age", "Für welches Alter?", "14-27, oder: ab 14, bis 17, alle"),
            Question("german_needed", "Ab welcher Stufe Deutsch geht es?", "A2", choices=LEVELS),
            Question(
                "languages_spoken",
                "Welche Sprachen spricht dort jemand?",
                "de, ar; oder unknown, wenn Sie es nicht wissen",
                target="language",
                many=True,
                default="unknown",
            ),
            Question("cost.kind", "Was kostet es?", choices=labels.COSTS, default="unknown"),
            Question("cost.text", "Mehr zu den Kosten?", "Der Ausweis kostet 10 Euro im Jahr."),
            Question("hours", "Wann ist offen?", "Montag bis Freitag, 8 bis 13 Uhr."),
            Question(
                "phones",
                "Telefon? Die Kennung aus data/facts.yaml, nicht die Nummer.",
                "stadtbuecherei",
                target="phone",
                many=True,
            ),
            Question("email", "E-Mail?", "info@example.org"),
            Question("website", "Webseite?", "https://www.example.org"),
            Question(**{**vars(_STATIONS), "target": "station"}),
            *_SOURCED,
        ),
    ),
    "station": Form(
        Station,
        Path("data/pathways.yaml"),
        "stations",
        "name",
        "kind",
        (
            _NAME,
            Question("kind", "Was für eine Station ist es?", "", True, labels.STATION_KINDS),
            _SUMMARY,
            Question("duration", "Wie lange dauert es?", "6 bis 12 Monate"),
            Question("age", "Für welches Alter?", "14-27, oder: ab 14, bis 17"),
            Question("german.needed", "Wie viel Deutsch braucht man?", "A2 oder A2-B1"),
            Question("german.rule", "Wer sagt das?", choices=_RULES, default="none"),
            Question(
                "german.decided_by",
                "Wer entscheidet über das Deutsch?",
                required=True,
                choices=_DECIDERS,
                only_if=("german.rule", "decided_by"),
            ),
            Question("money", "Was ist mit Geld?", "Du bekommst kein Geld."),
            *_SOURCED,
        ),
    ),
    "placement": Form(
        Placement,
        Path("data/placements.yaml"),
        "placements",
        "employer kind expires",
        "kind",
        (
            Question("kind", "Was bietet der Betrieb an?", "", True, labels.PLACEMENT_KINDS),
            Question("occupation.title", "In welchem Beruf?", "Bäckerin / Bäcker", required=True),
            Question(
                "occupation.kldb",
                "Nummer des Berufs (KldB 2010)? Sie steht im „Berufs- und Tätigkeitsverzeichnis“"
                " auf statistik.arbeitsagentur.de.",
                "29222",
            ),
            Question(
                "occupation.esco",
                "Adresse des Berufs in ESCO? Auf esco.ec.europa.eu den Beruf suchen; sie beginnt"
                " mit http://data.europa.eu und steht in der Adresszeile hinter „uri=“.",
                "http://data.europa.eu/esco/occupation/24677ef2-512c-4f4a-bc1c-14bf374e9f22",
            ),
            Question("employer", "Wie heißt der Betrieb?", "Bäckerei Muster", required=True),
            Question(
                "organization",
                "Steht der Betrieb schon bei den Trägern in data/offers.yaml? Seine Kennung.",
                "stadt-musterstadt",
                target="organization",
            ),
            Question("place", "In welchem Ort?", "musterstadt", required=True, target="place"),
            Question("start", "Wann geht es los? Ohne Antwort: nach Absprache.", "2027-05-03"),
            Question(
                "german_needed",
                "Ab welcher Stufe Deutsch geht es?",
                choices={**LEVELS, "unknown": "nicht bekannt"},
                default="unknown",
            ),
            Question("count", "Wie viele Plätze?", "2", default="1"),
            Question(
                "contact.role",
                "Wer antwortet dort? Eine Funktion, nie der Name einer Person.",
                "Ausbildungsleitung",
                required=True,
            ),
            Question("contact.phone", "Telefon? Mit +49 vorn.", "+49 999 12345"),
            Question("contact.email", "E-Mail?", "ausbildung@example.org"),
            Question(
                "contact.website",
                "Webseite? Ohne Telefon und E-Mail muss sie sein.",
                "https://www.example.org",
                instead_of=("contact.phone", "contact.email"),
            ),
            Question("note", "Mehr dazu? Deutsch, kurze Sätze.", "Du brauchst feste Schuhe."),
            Question(
                "expires",
                "Bis zu welchem Tag soll der Platz zu sehen sein?",
                "2027-04-30",
                required=True,
                not_over=True,
            ),
        ),
    ),
    "term": Form(
        Term,
        Path("data/glossary.yaml"),
        "terms",
        "word",
        "",
        (
            Question("word", "Welches Wort, wie es auf dem Brief steht?", "Ausbildung", True),
            Question(
                "article",
                "Welcher Artikel?",
                choices=dict.fromkeys(("der", "die", "das", "die (Mehrzahl)"), ""),
            ),
            Question("say", "Die Silben; die betonte GROSS.", "AUS-bil-dung", required=True),
            Question("explain", "Was heißt es? 1 bis 3 sehr kurze Sätze.", "Du lernst …", True),
            Question("forms", "Andere Formen?", "Ausbildungen, Berufsausbildung", many=True),
            _STATIONS,
        ),
    ),
    "page": Form(
        FrontMatter,
        CONTENT,
        "",
        "title",
        "",
        (
            Question("title", "Wie heißt die Seite?", "Wohnen", required=True),
            Question("description", "Worum geht es? Ein Satz.", "So findest du …", required=True),
            Question("menu", "Platz im Menü, eine Zahl? Ohne: nicht im Menü.", "7"),
        ),
    ),
}
