"""All that outputs and checks look at: the guide, its graph and its language editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment

from guide.assets import hashed_names
from guide.catalog import Catalog, read_catalog
from guide.edition import Edition, source_edition
from guide.graph import PathwayGraph
from guide.languages import LANGUAGES
from guide.load import Guide
from guide.problems import Problem
from guide.render import environment


@dataclass(frozen=True)
class Site:
    guide: Guide
    graph: PathwayGraph
    editions: tuple[Edition, ...]  # German first, then as region.yaml lists them
    assets: Mapping[str, str]
    jinja: Environment


def make_site(guide: Guide, problems: list[Problem]) -> Site:
    """Return the site of *guide*; what is wrong with a catalog goes to *problems*."""
    editions = [source_edition(guide)]
    for published in guide.region.languages:
        language = LANGUAGES[published.tag]
        catalog: Catalog = read_catalog(guide.root, language, problems)
        editions.append(Edition(guide, language, catalog, published.show))
    return Site(
        guide,
        PathwayGraph(guide.pathways),
        tuple(editions),
        hashed_names(guide.root),
        environment(guide.root),
    )
