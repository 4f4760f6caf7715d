"""What each kind of mistake is called: a rule, a sentence and a remedy for the editor."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import ErrorDetails

from guide.problems import did_you_mean, quote
from guide.source import Record, Text, Value

Told = tuple[str, str, str]  # rule, message, remedy


def tell(field: str, details: ErrorDetails, value: Value) -> Told:
    """Return what to say about *value* in *field*, for which pydantic gave *details*."""
    if details["type"] == "string_pattern_mismatch":
        return _tell_pattern(field, details, value)
    return _TELL.get(details["type"], _anything)(field, details, value)


def is_written(step: str | int) -> bool:
    """pydantic names validators in `loc` too; only keys and list positions were written."""
    return isinstance(step, int) or not re.search(r"[\[\]()]|^function-", step)


def fill_in(field: str) -> str:
    """Return the remedy where *field* is missing or empty."""
    return _EXAMPLES.get(field, _FILL_IN).format(field)


def _anything(field: str, details: ErrorDetails, value: Value) -> Told:
    return "wert", f"Der Wert bei „{field}:“ passt nicht", _EXAMPLES.get(field, _COMPARE)


def _choice(field: str, details: ErrorDetails, value: Value) -> Told:
    allowed = re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))
    typed = _typed(value)
    near = did_you_mean(typed, allowed)
    listing = f"Möglich sind: {', '.join(allowed)}."
    return (
        "auswahl",
        f"„{quote(typed)}“ ist bei „{_name(field, details)}:“ nicht möglich",
        f"{near} {listing}".strip(),
    )


def _name(field: str, details: ErrorDetails) -> str:
    names = [step for step in details["loc"] if isinstance(step, str) and is_written(step)]
    return names[-1] if names else field


def _number(field: str, details: ErrorDetails, value: Value) -> Told:
    return (
        "zahl",
        f"Bei „{field}:“ muss eine Zahl stehen, nicht „{quote(_typed(value))}“",
        "Nur Ziffern schreiben, zum Beispiel 18; ein Komma als Punkt: 12.5",
    )


def _too_small_or_large(field: str, details: ErrorDetails, value: Value) -> Told:
    context = details.get("ctx", {})
    words = {"ge": "mindestens", "gt": "größer als", "le": "höchstens", "lt": "kleiner als"}
    limit = " und ".join(f"{words[key]} {context[key]}" for key in words if key in context)
    typed = quote(_typed(value))
    return "bereich", f"„{field}: {typed}“ kann nicht stimmen", f"Der Wert muss {limit} sein."


def _date(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = quote(_typed(value))
    if german := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", _typed(value)):
        day, month, year = german.groups()
        suggestion = f"So schreiben: {year}-{month:0>2}-{day:0>2}"
        return "datum", f"„{typed}“ ist hier kein Datum", suggestion
    return "datum", f"„{typed}“ ist hier kein Datum", "Jahr-Monat-Tag schreiben: 2027-02-20"


def _no_such_day(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = quote(str(details.get("ctx", {}).get("day", _typed(value))))
    return "datum", f"Den Tag „{typed}“ gibt es im Kalender nicht", "Tag und Monat prüfen."


def _reversed(field: str, details: ErrorDetails, value: Value) -> Told:
    context = details.get("ctx", {})
    low, high = context.get("low"), context.get("high")
    return (
        "bereich",
        f"Der Anfang ({low}) liegt nach dem Ende ({high})",
        "Die beiden Werte vertauschen oder berichtigen.",
    )


def _one_condition(field: str, details: ErrorDetails, value: Value) -> Told:
    return (
        "bedingung",
        f"In einer Bedingung stehen {details.get('ctx', {}).get('count', 0)} Arten statt einer",
        "Jede Bedingung bekommt eine eigene Zeile mit „- “ davor.",
    )


def _date_or_yearly(field: str, details: ErrorDetails, value: Value) -> Told:
    return (
        "datum",
        "Eine Frist braucht genau eines: „date:“ oder „yearly:“",
        "Einmal: date: 2027-03-04. Jedes Jahr: yearly: 02-20",
    )


def _list_expected(field: str, details: ErrorDetails, value: Value) -> Told:
    return (
        "liste",
        f"Bei „{field}:“ muss eine Liste stehen",
        f"So schreiben: {field}: [eins, zwei], oder jede Zeile mit „- “ davor.",
    )


def _record_expected(field: str, details: ErrorDetails, value: Value) -> Told:
    return (
        "abschnitt",
        f"Bei „{_name(field, details)}:“ muss ein Abschnitt mit Feldern stehen, kein Text",
        "Mit einem anderen Eintrag vergleichen und die Felder eingerückt darunter schreiben.",
    )


def _text_expected(field: str, details: ErrorDetails, value: Value) -> Told:
    kind = "ein Abschnitt" if isinstance(value, Record) else "eine Liste"
    return (
        "text",
        f"Bei „{_name(field, details)}:“ steht {kind}, aber es muss ein Text sein",
        "Steht im Text ein Doppelpunkt oder eine Klammer? Dann den Text in Anführungszeichen.",
    )


def _too_long(field: str, details: ErrorDetails, value: Value) -> Told:
    context = details.get("ctx", {})
    limit = context.get("max_length")
    return (
        "zu-lang",
        f"Der Text bei „{field}:“ ist zu lang (höchstens {limit} Zeichen)",
        "Kürzen: ein Gedanke, ein kurzer Satz.",
    )


def _too_short(field: str, details: ErrorDetails, value: Value) -> Told:
    return "feld-fehlt", f"„{field}:“ ist leer", fill_in(field)


def _repeated_item(field: str, details: ErrorDetails, value: Value) -> Told:
    item = quote(str(details.get("ctx", {}).get("item", "")))
    return "doppelt", f"„{item}“ steht in „{field}:“ zweimal", "Eines davon löschen."


def _boolean(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = quote(_typed(value))
    return "ja-nein", f"Bei „{field}:“ geht nur true oder false, nicht „{typed}“", _TRUE_FALSE


def _tell_pattern(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = _typed(value)
    pattern = str(details.get("ctx", {}).get("pattern", ""))
    for known, tell in _PATTERNS:
        if known in pattern:
            return tell(typed)
    return _anything(field, details, value)


def _tell_id(typed: str) -> Told:
    better = re.sub(r"[^a-z0-9]+", "-", typed.lower().translate(_UMLAUTS)).strip("-")
    remedy = "Nur Kleinbuchstaben a bis z, Ziffern und Bindestriche."
    if better:
        remedy += f" Zum Beispiel: {better}"
    return "kennung", f"„{quote(typed)}“ ist keine Kennung", remedy


def _tell_phone(typed: str) -> Told:
    digits = re.sub(r"[^0-9]", "", typed)
    if digits.startswith("0") and not digits.startswith("00"):
        remedy = f'Mit Landesvorwahl schreiben: "+49 {digits[1:5]} {digits[5:]}"'
        return "telefon", f"Der Nummer „{quote(typed)}“ fehlt die Landesvorwahl", remedy
    return "telefon", f"„{quote(typed)}“ ist keine Telefonnummer", 'So schreiben: "+49 5351 12345"'


def _tell_postcode(typed: str) -> Told:
    remedy = "Fünf Ziffern; eine Null am Anfang gehört dazu: 01067"
    if re.fullmatch(r"\d{4}", typed):
        remedy = f"Fehlt die Null am Anfang? Dann: 0{typed}"
    return "postleitzahl", f"„{quote(typed)}“ ist keine Postleitzahl", remedy


def _tell_email(typed: str) -> Told:
    return "e-mail", f"„{quote(typed)}“ ist keine E-Mail-Adresse", "So: name@beispiel.de"


def _tell_web(typed: str) -> Told:
    remedy = "Mit https:// am Anfang, ohne Leerzeichen."
    if re.fullmatch(r"[\w.-]+\.[a-z]{2,}(/\S*)?", typed):
        remedy = f"So schreiben: https://{typed}"
    return "webadresse", f"„{quote(typed)}“ ist keine Webadresse", remedy


def _tell_level(typed: str) -> Told:
    remedy = "Eine Stufe (A0, A1, A2, B1, B2, C1, C2) oder zwei: A2-B1"
    return "stufe", f"„{quote(typed)}“ ist keine Deutsch-Stufe", remedy


def _tell_yearly(typed: str) -> Told:
    return "datum", f"„{quote(typed)}“ ist kein Tag im Jahr", "Monat-Tag schreiben: 02-20"


def _typed(value: Value) -> str:
    return value.value if isinstance(value, Text) else ""


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PATTERNS: tuple[tuple[str, Callable[[str], Told]], ...] = (
    ("[a-z0-9]+(-", _tell_id),
    (r"\+[1-9]", _tell_phone),
    ("[0-9]{5}", _tell_postcode),
    ("@", _tell_email),
    ("https?", _tell_web),
    ("A0|A1", _tell_level),
    ("[01][0-9]-", _tell_yearly),
)
_TELL: dict[str, Callable[[str, ErrorDetails, Value], Told]] = {
    "literal_error": _choice,
    "int_parsing": _number,
    "int_from_float": _number,
    "float_parsing": _number,
    "greater_than_equal": _too_small_or_large,
    "less_than_equal": _too_small_or_large,
    "date_format": _date,
    "date_from_datetime_parsing": _no_such_day,
    "date_parsing": _no_such_day,
    "no_such_day": _no_such_day,
    "range_reversed": _reversed,
    "one_condition": _one_condition,
    "date_or_yearly": _date_or_yearly,
    "list_type": _list_expected,
    "model_type": _record_expected,
    "model_attributes_type": _record_expected,
    "string_type": _text_expected,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "too_short": _too_short,
    "repeated_item": _repeated_item,
    "bool_parsing": _boolean,
}
_FILL_IN = "Eine Zeile „{0}: …“ ergänzen, wie in den anderen Einträgen."
_COMPARE = "Mit einem anderen Eintrag vergleichen."
_TRUE_FALSE = "true heißt ja, false heißt nein."
_EXAMPLES = {
    "sources": "Die Quelle nennen: sources: [kennung]; die Kennungen stehen in data/sources.yaml.",
    "confidence": "Ergänzen: confidence: sourced, mixed, likely (wahrscheinlich) oder unknown.",
    "id": "Eine Kennung ergänzen, die es noch nicht gibt: id: mein-neues-angebot",
    "status": "Ergänzen: status: required (noch schulpflichtig) oder fulfilled (erfüllt).",
}
