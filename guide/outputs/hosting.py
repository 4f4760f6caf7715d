"""What servers are told: .htaccess for Apache, _headers for hosts that read it.

nginx reads neither: docs/publishing.md has the same rules for it. Both files ask only for what a
host may refuse without harm: .htaccess needs `AllowOverride FileInfo` and asks each module
whether it is there, since a directive that is not known or not allowed is an error 500 for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from guide.artifact import Artifact
from guide.site import Site

# Beside the pages' own policy (guide.render): frame-ancestors counts in a header only.
# 'self': a page that is printed asks the German one in a frame (assets/inline/paper.js).
# https://www.w3.org/TR/CSP3/#meta-element, https://owasp.org/www-project-secure-headers/
SECURITY = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SHORT = "max-age=600"  # seconds: an editor's correction is there after ten minutes
FOREVER = "public, max-age=31536000, immutable"  # a year, RFC 8246; the name changes with content
WORKER = "no-cache"  # sw.js is asked for anew each time
HASHED = r"\.[0-9a-f]{8}\.(css|js|png|svg|woff2|pack)$"
OPEN_DATA = {  # guide.outputs.opendata
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml",
}
TYPES = {"webmanifest": "application/manifest+json", "pack": "application/octet-stream"}
COPIES = {"br": "br", "gz": "gzip"}  # guide.outputs.compressed; the better one first
MEDIA = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": TYPES["webmanifest"],
    **OPEN_DATA,
}


def plan(site: Site) -> Iterator[Artifact]:
    folder = urlsplit(site.guide.region.site_url).path.rstrip("/")
    yield Artifact(".htaccess", partial(htaccess, folder))
    yield Artifact("_headers", headers)


def headers() -> bytes:
    """Return the rules as Netlify, Cloudflare Pages and others read them.

    Rules that meet add up there, so caching is said once for each path and never for all.
    """
    security = [f"  {name}: {value}" for name, value in SECURITY.items()]
    cached = [f"{path}\n  Cache-Control: {FOREVER}" for path in ("/assets/*", "/such-index/*")]
    worker = f"/sw.js\n  Cache-Control: {WORKER}"
    return "\n".join(["/*", *security, *cached, worker, ""]).encode()


def htaccess(folder: str) -> bytes:
    """Return the rules for Apache 2.4; *folder* is the path of the site's address, without / at
    its end: a relative 404 page would be taken for the text of a message.
    """
    known = {**TYPES, **OPEN_DATA}
    types = [f'AddType "{kind}" .{ending}' for ending, kind in known.items()]
    blocks = [
        ["# Von build.py geschrieben. Erklärt in docs/publishing.md."],
        [f"ErrorDocument 404 {folder}/404.html", "AddDefaultCharset utf-8"],
        _module("mime", [*types, "AddType text/javascript .js", "AddCharset utf-8 .css .js"]),
        _module("headers", _caching()),
        _module("rewrite", _copies()),
    ]
    return "\n".join(line for block in blocks for line in [*block, ""]).encode()


def _caching() -> list[str]:
    """`always` reaches the 404 page too; what is said later holds."""
    return [
        *(f'Header always set {name} "{value}"' for name, value in SECURITY.items()),
        f'Header set Cache-Control "{SHORT}"',
        *_files(r"^sw\.js$", [f'Header set Cache-Control "{WORKER}"']),
        *_files(HASHED.replace(")$", r")(\.br|\.gz)?$"), [f'Header set Cache-Control "{FOREVER}"']),
    ]


def _copies() -> list[str]:
    """Send page.html.br for page.html where both are there and the browser can read it.

    Without these lines .br would be Breton to Apache, and .gz a file to save.
    """
    lines = ["RewriteEngine On"]
    endings = "|".join(MEDIA)
    for ending, encoding in COPIES.items():
        lines += [
            rf'RewriteCond "%{{HTTP:Accept-Encoding}}" "\b{encoding}\b"',
            rf'RewriteCond "%{{REQUEST_FILENAME}}.{ending}" -f',
            rf'RewriteRule "^(.+\.({endings}))$" "$1.{ending}" [END,E=no-gzip:1,E=no-brotli:1]',
        ]
    for ending, encoding in COPIES.items():
        for kind, media in MEDIA.items():
            lines += _files(rf"\.{kind}\.{ending}$", [f'ForceType "{media}"'])
        told = [f'Header set Content-Encoding "{encoding}"', "RemoveLanguage .br"]
        lines += _files(rf"\.({endings})\.{ending}$", _module("headers", told))
    vary = _files(rf"\.({endings})(\.br|\.gz)?$", ['Header merge Vary "Accept-Encoding"'])
    return [*lines, *_module("headers", vary)]


def _module(name: str, lines: list[str]) -> list[str]:
    return [f"<IfModule mod_{name}.c>", *lines, "</IfModule>"]


def _files(pattern: str, lines: list[str]) -> list[str]:
    return [f'<FilesMatch "{pattern}">', *lines, "</FilesMatch>"]
