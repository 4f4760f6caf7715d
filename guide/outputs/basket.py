"""The basket for a conversation: up to eight records in one link, and printed as one packet.

What is chosen stands in the link's fragment alone, as codes (guide.codes). Everything that may
be shown comes as one script a language, since a page from a USB stick may not fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from guide import labels, urls
from guide.artifact import Artifact
from guide.assets import INLINE, assign, hashed
from guide.codes import code
from guide.edition import Edition
from guide.offers import Service
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.refine import contacts
from guide.pathways import Node, Station
from guide.render import render
from guide.site import Site, kept

LAYOUT = "basket"
CODE = f"{INLINE}basket.js"
CONTACTS = 3  # offers with their phones beside a station
Row = tuple[str, str, str]  # code, name and card, both as HTML


def plan(site: Site, edition: Edition) -> Iterator[Artifact]:
    tag = edition.language.tag
    yield Artifact(_path(site, tag), partial(_script, site, tag))


def context(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the page shows: its script, the versions to link to, its address if known."""
    here, site_url = edition.path_of_layout(LAYOUT), site.guide.region.site_url
    address = urls.absolute(site_url, f"{edition.language.tag}/{here}")
    return {
        "script": urls.ROOT + _path(site, edition.language.tag),
        "address": "" if urls.is_placeholder(site_url) else address,
        "versions": [(e.language, urls.to(e.language.tag, here)) for e in site.editions],
    }


def _path(site: Site, tag: str) -> str:
    return "assets/" + hashed(f"basket.{tag}.js", _script(site, tag))


@kept
def _script(site: Site, tag: str) -> bytes:
    edition = site.edition(tag)
    told = assign("Merkliste", data(site, edition))
    here = f"{tag}/{edition.path_of_layout(LAYOUT)}"
    return urls.relative(told, here) + site.assets[CODE]


def data(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return {"groups": [[heading, rows]], "gone": {code: name}} for assets/inline/basket.js."""
    return {"groups": [[h, rows] for h, rows in _groups(site, edition) if rows], "gone": gone(site)}


def gone(site: Site) -> Mapping[str, str]:
    """Return the names of the records that editors have retired, by their codes."""
    pathways, offers = site.guide.pathways, site.guide.offers
    nodes = {code("station", record.id): record.name for record in pathways.retired}
    return nodes | {code("offer", record.id): record.name for record in offers.retired}


def _groups(site: Site, edition: Edition) -> Iterator[tuple[str, list[Row]]]:
    nodes, services = list(site.graph.nodes.values()), site.guide.offers.services
    for kind, german in labels.STATION_KINDS.items():
        found = [n for n in nodes if isinstance(n, Station) and n.kind == kind]
        yield edition.ui(german), [_node_row(site, edition, node) for node in found]
    statuses = [node for node in nodes if not isinstance(node, Station)]
    yield edition.ui(labels.STATUS_KIND), [_node_row(site, edition, n) for n in statuses]
    for kind, german in labels.SERVICE_KINDS.items():
        rows = [_offer_row(site, edition, s) for s in services if s.kind == kind]
        yield edition.ui(german), rows


def _node_row(site: Site, edition: Edition, node: Node) -> Row:
    kind, view = kind_of(node), node_view(edition, node)
    found, _ = contacts(site, node)
    near = [_with_contacts(site, edition, service) for service in found[:CONTACTS]]
    more = {"near": near, "record": view, "name": view.name.span, "german": node.name}
    return code(kind, node.id), str(view.name.span), _card(site, edition, kind, more)


def _offer_row(site: Site, edition: Edition, service: Service) -> Row:
    offer = _with_contacts(site, edition, service)
    more = {"near": [], "record": offer["offer"], "name": "", "german": "", **offer}
    card = _card(site, edition, "offer", more)
    name = render(site.jinja, "basket_name.html", edition, {"name": service.name})
    return code("offer", service.id), str(name).strip(), card


def _with_contacts(site: Site, edition: Edition, service: Service) -> Mapping[str, Any]:
    phones, at = site.guide.facts.phone, site.guide.offers.at(service)
    return {
        "offer": edition.view(service, f"services/{service.id}"),
        "phones": [edition.view(phones[name], f"phones/{name}") for name in service.phones],
        "locations": [edition.view(location, f"locations/{location.id}") for location in at],
    }


def _card(site: Site, edition: Edition, kind: str, more: Mapping[str, Any]) -> str:
    given = {"kind": kind, **more}
    html = render(site.jinja, "basket_card.html", edition, given)
    if not edition.is_mixed:  # as on the pages: the notice says it once
        html = html.replace(' data-tr="unchecked"', "")
    return re.sub(r"\s*\n\s*", "\n", html).strip()
