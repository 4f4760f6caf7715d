"""What a firm can do, on one page of A4: the page of the site as it prints, in one language.

Sheets (guide.printing.sheets) stand in two languages side by side and speak to young people. A
leaf is read by a firm: it carries the page's own template and print styles, the fonts of sheets,
and the address with its square code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from guide import urls
from guide.edition import Edition
from guide.outputs import firms
from guide.outputs.scene import Scene
from guide.printing.fonts import style
from guide.printing.paper import qr
from guide.render import layout_style, render, states
from guide.site import Site
from guide.urls import is_placeholder

LAYOUT = "instrument"
TEMPLATE = "leaf.html"
STYLES = ("style.css", "print/leaf.css")
SIZES = (9.5, 9, 8.5, 8, 7.5, 7)  # points: the largest in which it keeps to its page
PAGES = 1


@dataclass(frozen=True)
class Leaf:
    site: Site
    edition: Edition
    scene: Scene

    @property
    def name(self) -> str:
        """The file's name without its ending: de/betrieb-praktikum."""
        plain = self.scene.path.removesuffix(".html").replace("/", "-")
        return f"{self.edition.language.tag}/{plain}"

    @property
    def title(self) -> str:
        return str(self.scene.title)

    @property
    def address(self) -> str:
        path = f"{self.edition.language.tag}/{self.scene.path}"
        return urls.absolute(self.site.guide.region.site_url, path)


def leaves(site: Site, tag: str | None = None) -> Iterator[Leaf]:
    """Yield a leaf for each instrument in each edition for firms, or in that of *tag* alone."""
    for edition in site.editions:
        if tag in (None, edition.language.tag):
            for scene in firms.scenes(site, edition):
                if scene.layout == LAYOUT:
                    yield Leaf(site, edition, scene)


def html(leaf: Leaf, size: float) -> str:
    """Return *leaf* as a page that any browser shows and prints, in letters of *size* points."""
    site, edition = leaf.site, leaf.edition
    # What is only for the screen is left out, not hidden: the gates look for every word
    inner = {**leaf.scene.context(), "stations": [], "rules": "", "leaf": True}
    content = render(site.jinja, f"{LAYOUT}.html", edition, inner)
    context = {
        "title": leaf.title,
        "content": content,
        "draft": "unchecked" in states(content),
        "style": _style(leaf, size),
        "region": edition.view(site.guide.region, "region"),
        "address": leaf.address,
        "address_words": leaf.address.split("//", 1)[1],
        "trial": is_placeholder(site.guide.region.site_url),
        "qr": qr(leaf.address),
        "today": site.day,
    }
    page = render(site.jinja, TEMPLATE, edition, context)
    return page.replace(urls.ROOT, site.guide.region.site_url.rstrip("/") + "/")


def _style(leaf: Leaf, size: float) -> Markup:
    assets = leaf.site.assets
    own = "".join(assets[name].decode("utf-8") for name in STYLES)
    fonts = style(assets, [leaf.edition.language.tag])
    after = f"@media print{{html{{font-size:{size}pt}}}}\n"
    return Markup(own) + layout_style(assets, LAYOUT) + Markup(fonts + after)
