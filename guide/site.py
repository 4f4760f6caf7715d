"""All that outputs and checks look at: the guide, its graph and its language editions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from jinja2 import Environment

from guide.assets import read_assets
from guide.catalog import TRANSLATIONS, Catalog, Message, Resolved, read_catalog
from guide.edition import Edition, source_edition
from guide.graph import PathwayGraph
from guide.languages import LANGUAGES, Language
from guide.load import Guide
from guide.messages import messages
from guide.problems import Problem
from guide.profile import Profile
from guide.render import environment
from guide.routes import Route, routes_to_tell

Wanted = Callable[[], tuple[Message, ...]]
P = ParamSpec("P")
T = TypeVar("T")


def kept(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """Return *make*, which makes each thing once for a site, and keeps it with that site.

    A cache of functools would keep every site that a preview has ever shown.
    """

    @wraps(make)
    def find(site: Site, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = make, args, *kwargs.items()
        if key not in site.made:
            site.made[key] = make(site, *args, **kwargs)
        found: T = site.made[key]
        return found

    return find


@dataclass(frozen=True, eq=False)
class Site:
    guide: Guide
    graph: PathwayGraph
    editions: tuple[Edition, ...]  # German first, then as region.yaml lists them
    wanted: Wanted
    catalogs: Mapping[str, Catalog]  # by language: those published and those being made
    assets: Mapping[str, bytes]  # by name in assets/
    jinja: Environment
    day: date | None = None  # routes leave out what is not in force on it
    made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)  # see `kept`

    @property
    def messages(self) -> tuple[Message, ...]:
        """Return every German text, in the site's order."""
        return self.wanted()

    def edition(self, tag: str) -> Edition:
        """Return the edition in the language *tag*, which is a published one."""
        return next(edition for edition in self.editions if edition.language.tag == tag)

    @kept
    def routes(self, start: str) -> dict[str, list[Route]]:
        """Return the routes from *start* to all goals, where nothing else is known of a reader."""
        return routes_to_tell(self.graph, start, Profile(), self.day, self.graph.goals)


def make_site(guide: Guide, problems: list[Problem], day: date | None = None) -> Site:
    """Return the site of *guide* as of *day*; what is wrong with a catalog goes to *problems*."""
    catalogs = {
        language.tag: read_catalog(guide.root, language, problems) for language in _languages(guide)
    }
    assets = read_assets(guide.root)
    wanted = cache(partial(_messages, guide, day))
    editions = [
        Edition(
            guide,
            LANGUAGES[published.tag],
            partial(_resolved, catalogs[published.tag], wanted),
            published.show,
            day,
            published.german_first,
        )
        for published in guide.region.languages
        if published.tag in catalogs
    ]
    return Site(
        guide,
        PathwayGraph(guide.pathways),
        (source_edition(guide, day), *editions),
        wanted,
        catalogs,
        assets,
        environment(guide.root, assets),
        day,
    )


def _messages(guide: Guide, day: date | None) -> tuple[Message, ...]:
    """The edition is one of its own: what pages have said before must not change the order."""
    return tuple(messages(source_edition(guide, day)))


def _resolved(catalog: Catalog, wanted: Wanted) -> Mapping[Message, Resolved]:
    return catalog.resolve(wanted())


def _languages(guide: Guide) -> Iterable[Language]:
    """Return the published languages, then those that only have a file so far."""
    published = [language.tag for language in guide.region.languages]
    files = sorted(path.stem for path in (guide.root / TRANSLATIONS).glob("*.po"))
    return [LANGUAGES[tag] for tag in dict.fromkeys([*published, *files]) if tag in FOREIGN]


FOREIGN = LANGUAGES.keys() - {"de"}
