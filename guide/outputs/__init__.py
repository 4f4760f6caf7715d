"""What the site consists of: one visible, ordered list; each plans artifacts and writes nothing."""

from __future__ import annotations

from guide import assets
from guide.artifact import Artifact
from guide.outputs import pages, refine, search, sitemap, start
from guide.site import Site

OUTPUTS = (start.plan, pages.plan, refine.plan, search.plan, sitemap.plan)


def plan(site: Site) -> list[Artifact]:
    """Return every file of the site, in a fixed order."""
    made = [artifact for output in OUTPUTS for artifact in output(site)]
    return [*made, *assets.artifacts(site.assets)]
