"""What search engines are told, in schema.org's words: only what the guide itself says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from guide import urls
from guide.edition import Edition, View
from guide.facts import national
from guide.offers import Location, Service
from guide.pathways import Node, Station
from guide.site import Site

CONTEXT = "https://schema.org"
PROGRAMMES = ("school", "language", "bridge", "vocational")


def script(data: Mapping[str, Any]) -> Markup:
    """Return *data* for a data block: nothing in it can end the script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def website(site: Site, edition: Edition) -> Mapping[str, Any]:
    region = edition.view(site.guide.region, "region")
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": str(region.title),
        "inLanguage": edition.language.tag,
        "url": urls.absolute(site.guide.region.site_url, f"{edition.language.tag}/index.html"),
        "publisher": {"@type": "Organization", "name": site.guide.region.publisher},
    }


def station(site: Site, edition: Edition, node: Node, view: View) -> Mapping[str, Any] | None:
    if not isinstance(node, Station):
        return None
    if node.kind == "qualification":
        kind = "EducationalOccupationalCredential"
    elif node.kind in PROGRAMMES:
        kind = "EducationalOccupationalProgram"
    else:
        return None
    return {
        "@context": CONTEXT,
        "@type": kind,
        "name": str(view.name),
        "description": str(view.summary),
        "inLanguage": view.summary.language,
        "url": _address(site, edition, urls.record("station", node.id)),
    }


def service(site: Site, edition: Edition, record: Service, view: View) -> Mapping[str, Any]:
    offers = site.guide.offers
    provider = offers.organization.get(record.organization or "")
    phones = site.guide.facts.phone
    places = [_place(location) for location in offers.at(record)]
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Service",
        "name": record.name,
        "description": str(view.summary),
        "url": _address(site, edition, urls.record("offer", record.id)),
        "areaServed": _AREAS.get(record.area, site.guide.region.name),
        "availableLanguage": record.languages_spoken,
        "provider": provider and {"@type": "Organization", "name": provider.name},
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": record.website,
            "serviceLocation": places,
            "servicePhone": [_phone(phones[name].number) for name in record.phones],
        },
        "isAccessibleForFree": True if record.cost.kind == "free" else None,
    }
    return _without_empty(data)


_AREAS = {"country": "Deutschland", "online": "Deutschland"}


def _phone(number: str) -> Mapping[str, str]:
    return {"@type": "ContactPoint", "telephone": number, "name": national(number)}


def _place(location: Location) -> Mapping[str, Any]:
    return {
        "@type": "Place",
        "name": location.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": location.street,
            "postalCode": location.postcode,
            "addressCountry": "DE",
        },
    }


def _address(site: Site, edition: Edition, path: str) -> str:
    return urls.absolute(site.guide.region.site_url, f"{edition.language.tag}/{path}")


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in data.items():
        cleaned = _without_empty(value) if isinstance(value, dict) else value
        if isinstance(cleaned, list):
            cleaned = [_without_empty(v) if isinstance(v, dict) else v for v in cleaned]
        if cleaned not in (None, [], {}) and cleaned != {"@type": value_type(cleaned)}:
            kept[key] = cleaned
    return kept


def value_type(value: Any) -> Any:
    return value.get("@type") if isinstance(value, dict) else None
