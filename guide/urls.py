"""Where everything is on the site, and how one page links to another.

All links are relative and name the file (`station/eq.html`), so the site works at a domain's
root, in a subfolder and from a USB stick. While texts are rendered nobody knows which page
they will stand on: a link begins with ROOT, and `relative` puts the way up in its place.
"""

from __future__ import annotations

ROOT = "\ue000/"  # private use character: guide.lines refuses it in editors' files
HERE = "\ue002"  # stands for the path, inside its language's folder, of the page one is on
PLACEHOLDER = ".example"  # RFC 2606: an address that is not there yet

PAGES = {  # kinds of link in Markdown and the folder of their pages
    "station": "station",
    "status": "status",
    "offer": "angebot",
    "place": "ort",
}


def record(kind: str, identifier: str) -> str:
    """Return the path of a record's page inside a language's folder."""
    return f"{PAGES[kind]}/{identifier}.html"


def facet(name: str, choice: str) -> str:
    """Return the path of the list of offers that say yes to a choice (guide.facets)."""
    return f"angebote/{name}-{choice.lower()}.html"


def instrument(identifier: str) -> str:
    """Return the path of a page for firms, in the editions that have them (guide.audience)."""
    return f"betrieb/{identifier}.html"


def to(language: str, path: str, anchor: str = "") -> str:
    """Return a link to *path* in *language*, for `relative` to finish."""
    return f"{ROOT}{language}/{path}" + (f"#{anchor}" if anchor else "")


def asset(name: str) -> str:
    return f"{ROOT}assets/{name}"


def relative(html: str, path: str) -> bytes:
    """Return *html* with its links as seen from the page at *path* (from the site's root)."""
    folders, made, root = path.split("/")[:-1], html.encode("utf-8"), ROOT.encode("utf-8")
    if folders:
        up = "../" * (len(folders) - 1)
        made = made.replace(root + f"{folders[0]}/".encode(), up.encode())
    return made.replace(root, ("../" * len(folders) or "./").encode())


def absolute(site_url: str, path: str) -> str:
    """Return the full address of *path*; an index page is its folder."""
    return site_url.rstrip("/") + "/" + path.removesuffix("index.html")


def is_placeholder(site_url: str) -> bool:
    host = site_url.split("//", 1)[1].split("/", 1)[0].split(":", maxsplit=1)[0]
    return host.endswith(PLACEHOLDER)
