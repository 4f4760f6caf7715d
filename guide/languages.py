"""The languages an edition can have: one table, because CLDR's own values mislead here.

`autonym` is what readers call their language; `locale` is Babel's name; `dates` is the locale
for month names where it differs (Syrian and Iraqi readers know شباط, not فبراير); `day_first` is
for languages whose CLDR begins with the month or the year, unlike the letters that readers get:
20.02.2027. `decimals` is whose sign stands in 3,5: that of German papers, but in English, where
no reader expects a comma (translators write the same by hand). Plural forms
are GNU gettext's and were compared with CLDR for n = 0..999; Babel's own table swaps two Arabic
forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SOURCE = "de"  # the language that editors write

_ONE_OTHER = "nplurals=2; plural=(n != 1);"
_ZERO_ONE_OTHER = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
_ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
)


@dataclass(frozen=True, slots=True)
class Language:
    tag: str  # BCP 47, also the folder's name
    autonym: str
    german: str
    locale: str
    plural: str = _ONE_OTHER
    direction: Literal["ltr", "rtl"] = "ltr"
    dates: str | None = None
    day_first: bool = False
    decimals: str = SOURCE


LANGUAGES = {
    language.tag: language
    for language in (
        Language("de", "Deutsch", "Deutsch", "de"),
        Language("uk", "українська", "Ukrainisch", "uk", _EAST_SLAVIC),
        Language("ar", "العربية", "Arabisch", "ar", _ARABIC, "rtl", "ar_SY"),
        Language("en", "English", "Englisch", "en_GB", decimals="en"),
        Language("fa", "دری / فارسی", "Dari/Farsi", "fa", _ZERO_ONE_OTHER, "rtl", "fa_AF", True),
        Language("kmr", "kurdî (kurmancî)", "Kurmandschi", "ku"),
        Language("tr", "Türkçe", "Türkisch", "tr"),
        Language("ru", "русский", "Russisch", "ru", _EAST_SLAVIC),
        Language("ps", "پښتو", "Paschtu", "ps", _ONE_OTHER, "rtl", None, True),
        Language("fr", "français", "Französisch", "fr", _ZERO_ONE_OTHER),
        Language("so", "Soomaaliga", "Somali", "so", day_first=True),
        Language("ti", "ትግርኛ", "Tigrinisch", "ti", _ZERO_ONE_OTHER, day_first=True),
        Language("es", "español", "Spanisch", "es"),
    )
}

# Languages spoken at offers that are not (yet) editions
SPOKEN = {
    "am": "አማርኛ",
    "bg": "български",
    "ckb": "کوردیی سۆرانی",
    "hr": "hrvatski",
    "it": "italiano",
    "ka": "ქართული",
    "om": "Afaan Oromoo",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "sq": "shqip",
    "sr": "srpski",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def autonym(tag: str) -> str:
    """Return the language's own name; *tag* is known to LANGUAGES or SPOKEN."""
    return LANGUAGES[tag].autonym if tag in LANGUAGES else SPOKEN[tag]
