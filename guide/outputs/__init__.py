"""What the site consists of: visible, ordered lists; each plans or derives, and writes nothing.

COMMON is there once, and APART, which no page of a language needs. BY_LANGUAGE is there for each
edition and looks at no other edition's files, so that editions can be made at the same time; what
is DERIVED is made from an edition's bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from guide import assets
from guide.artifact import Artifact
from guide.edition import Edition
from guide.outputs import (
    basket,
    compressed,
    hosting,
    improve,
    offline,
    opendata,
    pages,
    refine,
    search,
    sitemap,
    start,
)
from guide.site import Site

COMMON = (start.plan, improve.plan)
APART = (sitemap.plan, hosting.plan, opendata.plan)
BY_LANGUAGE = (pages.plan, refine.plan, basket.plan, search.plan, offline.plan)
DERIVED = (offline.derive,)

Files = Mapping[str, bytes]  # content by path
Share = Callable[[], Files]


def plan(site: Site) -> Iterator[Artifact]:
    """Yield every file of the site, in a fixed order; what is derived from them is not among it."""
    yield from plan_common(site)
    for edition in site.editions:
        yield from plan_edition(site, edition)


def plan_common(site: Site) -> Iterator[Artifact]:
    """Yield what is there once; first what every page of a preview waits for."""
    yield from plan_shared(site)
    yield from plan_apart(site)


def plan_shared(site: Site) -> Iterator[Artifact]:
    """Yield what all languages have in common, and readers save with each."""
    yield from assets.artifacts(site.assets)
    for output in COMMON:
        yield from output(site)


def plan_apart(site: Site) -> Iterator[Artifact]:
    for output in APART:
        yield from output(site)


def plan_edition(site: Site, edition: Edition) -> Iterator[Artifact]:
    """Yield the files of one language: its pages come first."""
    for output in BY_LANGUAGE:
        yield from output(site, edition)


def contents(site: Site, *, copies: bool = False) -> dict[str, bytes]:
    """Return the whole site."""
    found: dict[str, bytes] = {}
    for share in shares(site, copies=copies):
        found |= share()
    return found


def derive(site: Site, edition: Edition, made: Files) -> dict[str, bytes]:
    """Return what is made from *made*: the files of *edition* and those all languages share.

    A path of *made* may be among it: that file is not complete before the others are there.
    """
    found: dict[str, bytes] = {}
    for output in DERIVED:
        found |= output(site, edition, {**made, **found})
    return found


def shares(site: Site, *, copies: bool = False, tags: Collection[str] | None = None) -> list[Share]:
    """Return the whole site in shares that can be made at the same time, by several processes.

    With *copies*, each text is there a second and a third time, compressed. With *tags*, only
    these languages are there, and all that the languages have in common.
    """
    common = _rendered(plan_shared(site))
    made: list[Share] = [lambda: common]
    wanted = [e for e in site.editions if tags is None or e.language.tag in tags]
    made += [partial(_made, site, edition, common) for edition in wanted]
    made.append(lambda: _rendered(plan_apart(site)))  # small: last, for the process that is free
    return [partial(_with_copies, share) for share in made] if copies else made


def _made(site: Site, edition: Edition, common: Files) -> Files:
    own = _rendered(plan_edition(site, edition))
    return own | derive(site, edition, {**common, **own})


def _with_copies(share: Share) -> Files:
    made = share()
    return {**made, **dict(compressed.copies(made))}


def _rendered(artifacts: Iterator[Artifact]) -> dict[str, bytes]:
    return {artifact.path: artifact.render() for artifact in artifacts}
