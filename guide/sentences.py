"""What each kind of mistake is called: a rule, a sentence and a remedy for the editor."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import ErrorDetails

from guide import firm_sentences
from guide.problems import did_you_mean, quote
from guide.source import Items, Record, Text, Value

Told = tuple[str, str, str]  # rule, message, remedy


def tell(field: str, details: ErrorDetails, value: Value) -> Told:
    """Return what to say about *value* in *field*, for which pydantic gave *details*."""
    if details["type"] == "string_pattern_mismatch":
        return _tell_pattern(field, details, value)
    return _TELL.get(details["type"], _anything)(field, details, value)


def is_written(step: str | int) -> bool:
    """pydantic names validators in `loc` too; only keys and list positions were written."""
    return isinstance(step, int) or not re.search(r"^(list|function-\w+)\[", step)


def fill_in(field: str, otherwise: str = "Eine Zeile „{}: …“ ergänzen.") -> str:
    """Return the remedy where the required *field* is missing or empty."""
    return _EXAMPLES.get(field, otherwise.format(field))


# --- words, numbers, dates ----------------------------------------------------------------------


def _anything(field: str, details: ErrorDetails, value: Value) -> Told:
    return "wert", f"Der Wert bei „{field}:“ passt nicht", _COMPARE


def _choice(field: str, details: ErrorDetails, value: Value) -> Told:
    allowed = re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))
    if not isinstance(value, Text):
        return _text_expected(field, details, value)
    near = did_you_mean(value.value, allowed)
    remedy = f"{near} Möglich sind: {', '.join(allowed)}.".strip()
    return "auswahl", f"„{quote(value.value)}“ ist bei „{field}:“ nicht möglich", remedy


def _number(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = _typed(value)
    if not isinstance(value, Text):
        return "zahl", f"Bei „{field}:“ muss eine Zahl stehen", _DIGITS
    whole = details["type"].startswith("int")
    message = f"Bei „{field}:“ muss eine {'ganze ' * whole}Zahl stehen, nicht „{quote(typed)}“"
    if re.fullmatch(r"[\d.]*\d(,\d+)?( ?(€|Euro|EUR))?", typed) and not whole:
        number = re.sub(r"[^\d,]", "", typed).replace(",", ".")
        return "zahl", message, f"So schreiben, mit Punkt statt Komma: {number[:20]}"
    return "zahl", message, _DIGITS


def _too_small_or_large(field: str, details: ErrorDetails, value: Value) -> Told:
    context = details.get("ctx", {})
    words = {"ge": "mindestens", "gt": "größer als", "le": "höchstens", "lt": "kleiner als"}
    limit = " und ".join(f"{words[key]} {context[key]:g}" for key in words if key in context)
    swapped = _SWAPPED if field in ("latitude", "longitude") else ""
    remedy = f"Der Wert muss {limit} sein.{swapped}"
    return "bereich", f"„{field}: {quote(_typed(value))}“ kann nicht stimmen", remedy


def _date(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = _typed(value)
    message = f"„{quote(typed)}“ ist hier kein Datum"
    if not isinstance(value, Text):
        message = f"Bei „{field}:“ muss ein Datum stehen"
    if german := re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", typed):
        day, month, year = german.groups()
        return "datum", message, f"So schreiben: {year}-{month:0>2}-{day:0>2}"
    if digits := re.fullmatch(r"([0-9]{4})[-/.]?([0-9]{1,2})[-/.]?([0-9]{1,2})", typed):
        year, month, day = digits.groups()
        return "datum", message, f"So schreiben: {year}-{month:0>2}-{day:0>2}"
    return "datum", message, "Jahr-Monat-Tag schreiben, zum Beispiel: 2027-02-20"


def _no_such_day(field: str, details: ErrorDetails, value: Value) -> Told:
    typed = str(details.get("ctx", {}).get("day", _typed(value)))
    remedy = "Tag und Monat prüfen."
    if (swapped := re.fullmatch(r"(\d\d)-(\d\d)", typed)) and int(swapped[1]) > 12:
        remedy = f"Erst der Monat, dann der Tag: {swapped[2]}-{swapped[1]}"
    return "datum", f"Den Tag „{quote(typed)}“ gibt es im Kalender nicht", remedy


def _reversed(field: str, details: ErrorDetails, value: Value) -> Told:
    context = details.get("ctx", {})
    message = f"Der Anfang ({context.get('low')}) liegt nach dem Ende ({context.get('high')})"
    return "bereich", message, "Die beiden Werte vertauschen oder berichtigen."


def _half_a_place(field: str, details: ErrorDetails, value: Value) -> Told:
    return "koordinaten", "Zu latitude gehört longitude, und umgekehrt", "Beide oder keine nennen."


def _date_or_yearly(field: str, details: ErrorDetails, value: Value) -> Told:
    if isinstance(value, Record) and "date" in value.fields:
        message, remedy = "Eine Frist hat „date:“ oder „yearly:“, nicht beides", "Eines löschen."
    else:
        message = "Bei dieser Frist fehlt der Tag"
        remedy = "Ergänzen: date: 2027-03-04 (einmal) oder yearly: 02-20 (jedes Jahr)"
    return "datum", message, remedy


def _boolean(field: str, details: ErrorDetails, value: Value) -> Told:
    message = f"Bei „{field}:“ geht nur true oder false, nicht „{quote(_typed(value))}“"
    return "ja-nein", message, "true heißt ja, false heißt nein."


# --- lists, sections, lengths -------------------------------------------------------------------


def _one_condition(field: str, details: ErrorDetails, value: Value) -> Told:
    if isinstance(value, Record) and len(value.keys) > 1:
        second = list(value.keys)[1]
        message = "In einer Bedingung steht mehr als eine Art"
        return "bedingung", message, f"Eine eigene Zeile beginnen: - {quote(second)}: …"
    return "bedingung", "In dieser Bedingung steht nichts", "Ergänzen oder löschen."


def _list_expected(field: str, details: ErrorDetails, value: Value) -> Told:
    message = f"Bei „{field}:“ muss eine Liste stehen"
    if isinstance(value, Record):
        first = quote(next(iter(value.keys), "id"))
        return "liste", message, f"Vor jeden Eintrag gehört ein Strich: - {first}: …"
    if field == "languages_spoken":
        return "liste", message, fill_in(field)
    items = [part.strip() for part in re.split(r"[,;]", quote(_typed(value)))]
    return "liste", message, f"So schreiben: {field}: [{', '.join(items)}]"


def _record_expected(field: str, details: ErrorDetails, value: Value) -> Told:
    if details["loc"] and isinstance(details["loc"][-1], int):
        return "abschnitt", f"Dieser Eintrag in „{field}:“ besteht nicht aus Feldern", _COMPARE
    what = "keine Liste" if isinstance(value, Items) else "kein Text"
    message = f"Bei „{field}:“ müssen Felder stehen, {what}"
    if "conditions" in details["loc"] and field == "german":
        return "abschnitt", message, "So schreiben: german: {at_least: B1}"
    if field == "age" and (ages := re.fullmatch(r"(\d+) ?(?:-|–|bis) ?(\d+)", _typed(value))):
        return "abschnitt", message, f"So schreiben: age: {{from: {ages[1]}, to: {ages[2]}}}"
    return "abschnitt", message, _SECTIONS.get(field, firm_sentences.SECTIONS.get(field, _COMPARE))


def _text_expected(field: str, details: ErrorDetails, value: Value) -> Told:
    kind = "stehen Felder" if isinstance(value, Record) else "steht eine Liste"
    message = f"Bei „{field}:“ {kind}, es muss aber ein Text sein"
    keys = list(value.keys) if isinstance(value, Record) else []
    if len(keys) == 1 and ":" in keys[0]:  # {tel:amt}
        written = quote(f'{field}: "{{{keys[0]}}}"')
        return "text", message, f"In Anführungszeichen setzen: {written}"
    return "text", message, "Alles in einer Zeile schreiben: ein Text, in Anführungszeichen."


def _too_long(field: str, details: ErrorDetails, value: Value) -> Told:
    limit = details.get("ctx", {}).get("max_length")
    if limit == 60:  # the length of an id
        return "zu-lang", f"Diese Kennung ist länger als {limit} Zeichen", "Eine kürzere wählen."
    message = f"Der Text bei „{field}:“ ist länger als {limit} Zeichen"
    return "zu-lang", message, "Kürzen: ein Gedanke, ein kurzer Satz."


def _too_short(field: str, details: ErrorDetails, value: Value) -> Told:
    return "feld-fehlt", f"„{field}:“ ist leer", fill_in(field)


def _repeated_item(field: str, details: ErrorDetails, value: Value) -> Told:
    item = quote(str(details.get("ctx", {}).get("item", "")))
    return "doppelt", f"„{item}“ steht in „{field}:“ zweimal", "Eines davon löschen."


# --- words of one kind --------------------------------------------------------------------------


def _tell_pattern(field: str, details: ErrorDetails, value: Value) -> Told:
    pattern = str(details.get("ctx", {}).get("pattern", ""))
    for known, tell_one in _PATTERNS:
        if known in pattern:
            return tell_one(_typed(value))
    return _anything(field, details, value)


def _tell_id(typed: str) -> Told:
    better = re.sub(r"[^a-z0-9]+", "-", typed.lower().translate(_UMLAUTS)).strip("-")
    remedy = "Nur Kleinbuchstaben a bis z, Ziffern und Bindestriche."
    if re.fullmatch(r"[+0][\d ()/-]{5,}", typed):
        remedy = "Hierher gehört die Kennung der Nummer; die Nummer selbst in data/facts.yaml."
    elif better:
        remedy += f" Zum Beispiel: {quote(better)}"
    return "kennung", f"„{quote(typed)}“ ist keine Kennung", remedy


def _tell_phone(typed: str) -> Told:
    number = re.sub(r"^(00|\+)49[ /-]*(\(0\))?|^\(?0(?!0)", "+49 ", typed)
    number = re.sub(r"[ ()/.–-]+", " ", number).strip()
    if not re.fullmatch(r"\+[1-9][0-9 ]{5,20}", number):
        remedy = 'Nur Ziffern, so: "+49 999 12345". Anderes unter „note:“ schreiben.'
        return "telefon", f"„{quote(typed)}“ ist keine Telefonnummer", remedy
    message = f"Die Nummer „{quote(typed)}“ ist anders geschrieben als die anderen"
    if typed.startswith("0") and not typed.startswith("00"):
        message = f"Der Nummer „{quote(typed)}“ fehlt die Landesvorwahl"
    return "telefon", message, f'So schreiben: "{number}"'


def _tell_postcode(typed: str) -> Told:
    remedy = "Fünf Ziffern; eine Null am Anfang gehört dazu: 01067"
    if re.fullmatch(r"[0-9]{4}", typed):
        remedy = f'Fehlt die Null am Anfang? Dann: "0{typed}"'
    return "postleitzahl", f"„{quote(typed)}“ ist keine Postleitzahl", remedy


def _tell_email(typed: str) -> Told:
    better = re.sub(r"\s*[(\[](at|ät|@)[)\]]\s*", "@", typed)
    remedy = f"So schreiben: {quote(better)}" if better != typed else "So: name@beispiel.de"
    return "e-mail", f"„{quote(typed)}“ ist keine E-Mail-Adresse", remedy


def _tell_web(typed: str) -> Told:
    remedy = "Mit https:// am Anfang, ohne Leerzeichen."
    if re.fullmatch(r"[\w.-]+\.[a-z]{2,}(/\S*)?", typed):
        remedy = f"So schreiben: https://{quote(typed)}"
    return "webadresse", f"„{quote(typed)}“ ist keine Webadresse", remedy


def _tell_level(typed: str) -> Told:
    remedy = "Eine Stufe (A0, A1, A2, B1, B2, C1, C2) oder zwei: A2-B1"
    if re.fullmatch(r"[abc][012]\+?", typed.lower()):
        remedy = f"So schreiben: {typed[:2].upper()}"
    return "stufe", f"„{quote(typed)}“ ist keine Deutsch-Stufe", remedy


def _tell_yearly(typed: str) -> Told:
    remedy = "Monat-Tag schreiben, zum Beispiel: 02-20"
    if german := re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\.?", typed):
        remedy = f"So schreiben: {german[2]:0>2}-{german[1]:0>2}"
    return "datum", f"„{quote(typed)}“ ist kein Tag im Jahr", remedy


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
    *firm_sentences.PATTERNS,
)
_TELL: dict[str, Callable[[str, ErrorDetails, Value], Told]] = {
    **dict.fromkeys(("int_parsing", "int_from_float", "int_parsing_size", "int_type"), _number),
    **dict.fromkeys(("float_parsing", "float_type", "finite_number"), _number),
    **dict.fromkeys(("greater_than_equal", "less_than_equal"), _too_small_or_large),
    **dict.fromkeys(("date_format", "date_type"), _date),
    **dict.fromkeys(("date_from_datetime_parsing", "date_parsing", "no_such_day"), _no_such_day),
    **dict.fromkeys(("model_type", "model_attributes_type"), _record_expected),
    **dict.fromkeys(("string_too_short", "too_short"), _too_short),
    **dict.fromkeys(("bool_parsing", "bool_type"), _boolean),
    "literal_error": _choice,
    "range_reversed": _reversed,
    "one_condition": _one_condition,
    "date_or_yearly": _date_or_yearly,
    "half_a_place": _half_a_place,
    "list_type": _list_expected,
    "string_type": _text_expected,
    "string_too_long": _too_long,
    "repeated_item": _repeated_item,
    **firm_sentences.TELL,
}
_DIGITS = "Nur Ziffern schreiben, zum Beispiel: 3"
_COMPARE = "Mit einem anderen Eintrag vergleichen."
_SWAPPED = " Sind latitude (Breite) und longitude (Länge) vertauscht?"
_SECTIONS = {
    "age": "So schreiben: age: {from: 16, to: 25}; eines der beiden genügt.",
    "german": "So schreiben: german: {rule: usual, needed: B1}",
    "cost": "So schreiben: cost: {kind: free}; möglich sind free, fee, paid, unknown.",
    "assured": "So schreiben: assured: {on: 2027-02-20, by: Bildungsbüro, how: phone}",
    "certificate": "So schreiben: certificate: {one_of: [kennung-der-station]}",
    "residence": "So schreiben: residence: {one_of: [kennung-des-status]}",
}
_EXAMPLES = {
    "sources": "Die Quelle nennen: sources: [kennung]; die Kennungen stehen in data/sources.yaml.",
    "confidence": "Ergänzen: confidence: sourced, mixed, likely (wahrscheinlich) oder unknown.",
    "languages_spoken": "So: languages_spoken: [de, ar]; nicht bekannt: languages_spoken: unknown",
    "id": "Eine Kennung ergänzen, die es noch nicht gibt: id: kurzer-name",
    "status": "Ergänzen: status: required (noch schulpflichtig) oder fulfilled (erfüllt).",
    "cost": "Ergänzen: cost: {kind: free}; möglich sind free, fee, paid, unknown.",
    "german": "Ergänzen: german: {rule: usual, needed: B1}; ohne Vorgabe: german: {rule: none}",
    **firm_sentences.EXAMPLES,
}
