"""The same site for Hugo, well tuned: what does not depend on the page comes from partialCached.

hreflang stands in the sitemaps, as in the guide; Hugo's own sitemap template writes it.
"""
# ruff: noqa: E501 lines of templates are as long as they are

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.speed.content import KINDS, LABELS, TAGS, direction, offers, said, terms

BASE = """<!doctype html>
<html lang="{{ .Site.Language.Lang }}" dir="{{ .Site.Params.direction }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
{{ partialCached "head.html" . .Site.Language.Lang }}
</head>
<body>
{{ partialCached "menu.html" . .Site.Language.Lang }}
<nav class="languages"><ul>
{{ range .AllTranslations }}<li><a href="{{ .RelPermalink }}" lang="{{ .Language.Lang }}">{{ .Site.Params.autonym }}</a></li>
{{ end }}</ul></nav>
<main id="inhalt">
{{ block "main" . }}{{ end }}
</main>
{{ partialCached "foot.html" . .Site.Language.Lang }}
</body>
</html>
"""
HEAD = '<link rel="stylesheet" href="{{ "style.css" | relURL }}">\n'
MENU = """{{ $t := partialCached "labels.html" . .Site.Language.Lang }}<a href="#inhalt">{{ $t.contents }}</a>
<header><nav aria-label="{{ $t.menu }}"><ul>
<li><a href="{{ .Site.Home.RelPermalink }}">{{ $t.home }}</a></li>
<li><a href="{{ "offers/" | relLangURL }}">{{ $t.list }}</a></li>
<li><a href="{{ "glossary/" | relLangURL }}">{{ $t.glossary }}</a></li>
</ul></nav></header>
"""
FOOT = """{{ $t := partialCached "labels.html" . .Site.Language.Lang }}<footer><p>{{ $t.title }}</p></footer>
"""
LABELS_PARTIAL = "{{ return (index hugo.Data.labels .Site.Language.Lang) }}\n"
RELATED = """<ul>
{{ range .Params.related }}{{ with $.Site.GetPage (printf "offers/%s" .) }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}{{ end }}</ul>
"""
LINE = """<li><a href="{{ .RelPermalink }}"><strong>{{ .Title }}</strong></a>
<small>{{ .Params.level }} · {{ index .Params.ages 0 }}-{{ index .Params.ages 1 }}</small></li>
"""
OFFER = """{{ define "main" }}{{ $t := partialCached "labels.html" . .Site.Language.Lang }}<h1>{{ .Title }}</h1>
{{ .Content }}
<dl>
<dt>{{ $t.for_whom }}</dt><dd>{{ .Params.for_whom }}</dd>
<dt>{{ $t.cost }}</dt><dd>{{ $t.free }}</dd>
<dt>{{ $t.hours }}</dt><dd>{{ .Params.hours }}</dd>
<dt>{{ $t.age }}</dt><dd>{{ index .Params.ages 0 }}-{{ index .Params.ages 1 }}</dd>
<dt>{{ $t.german }}</dt><dd>{{ .Params.level }}</dd>
<dt>{{ $t.phone }}</dt><dd><a href="tel:{{ .Params.phone }}">{{ .Params.phone }}</a></dd>
<dt>{{ $t.website }}</dt><dd><a href="https://example.org/{{ .Params.id }}">example.org</a></dd>
</dl>
<h2>{{ $t.related }}</h2>
{{ partial "related.html" . }}
{{ range .GetTerms "kinds" }}<p><a href="{{ .RelPermalink }}">{{ index $t .Data.Term }}</a></p>{{ end }}
{{ end }}
"""
LISTED = """{{ define "main" }}{{ $t := partialCached "labels.html" . .Site.Language.Lang }}<h1>{{ .Title }}</h1>
<ul>
{{ range .RegularPages }}{{ partialCached "line.html" . .RelPermalink }}{{ end }}</ul>
{{ end }}
"""
TERM = LISTED.replace("{{ .Title }}", "{{ index $t .Data.Term }}", 1).replace(
    ".RegularPages", ".Pages"
)
HOME = """{{ define "main" }}{{ $t := partialCached "labels.html" . .Site.Language.Lang }}<h1>{{ .Title }}</h1>
<ul>
{{ range $term, $pages := .Site.Taxonomies.kinds }}<li><a href="{{ $pages.Page.RelPermalink }}">{{ index $t $term }} ({{ $pages.Count }})</a></li>
{{ end }}</ul>
{{ end }}
"""
GLOSSARY = """{{ define "main" }}<h1>{{ .Title }}</h1>
<dl>
{{ range index hugo.Data.terms .Site.Language.Lang }}<dt id="{{ .id }}">{{ .word }}</dt><dd>{{ .explain }}</dd>
{{ end }}</dl>
{{ end }}
"""
LAYOUTS = {
    "baseof.html": BASE,
    "home.html": HOME,
    "glossary.html": GLOSSARY,
    "term.html": TERM,
    "offers/page.html": OFFER,
    "offers/section.html": LISTED,
    "_partials/head.html": HEAD,
    "_partials/menu.html": MENU,
    "_partials/foot.html": FOOT,
    "_partials/labels.html": LABELS_PARTIAL,
    "_partials/related.html": RELATED,
    "_partials/line.html": LINE,
}


def write(folder: Path, count: int) -> None:
    """Write the sources for *count* offers to *folder*."""
    for name, text in LAYOUTS.items():
        _put(folder / "layouts" / name, text)
    _put(folder / "hugo.json", json.dumps(_settings()))
    _put(folder / "static/style.css", "body{font-family:sans-serif}\n")
    labels = {tag: {n: said(tag, t) for n, t in (LABELS | KINDS).items()} for tag in TAGS}
    words = {tag: [vars(t) | {"explain": said(tag, t.explain)} for t in terms()] for tag in TAGS}
    _put(folder / "data/labels.json", json.dumps(labels))
    _put(folder / "data/terms.json", json.dumps(words))
    for tag in TAGS:
        _put(folder / f"content/_index.{tag}.md", _page({"title": labels[tag]["title"]}))
        _put(folder / f"content/offers/_index.{tag}.md", _page({"title": labels[tag]["list"]}))
        head = {"title": labels[tag]["glossary"], "layout": "glossary"}
        _put(folder / f"content/glossary.{tag}.md", _page(head))
        for offer in offers(count):
            head = vars(offer) | {"title": offer.name, "kinds": [offer.kind]}
            head |= {n: said(tag, head[n]) for n in ("for_whom", "hours")}
            head |= {"description": said(tag, offer.summary)}
            body = f"{said(tag, offer.summary)}\n\n{said(tag, offer.note)}\n"
            head = {n: v for n, v in head.items() if n not in ("kind", "name", "summary", "note")}
            _put(folder / f"content/offers/{offer.id}.{tag}.md", _page(head, body))


def change(folder: Path, text: str) -> None:
    """Put *text* into the first offer's note, in all languages."""
    for tag in TAGS:
        path = folder / f"content/offers/angebot-1.{tag}.md"
        head, mark, _ = path.read_text(encoding="utf-8").rpartition("\n\n")
        path.write_text(f"{head}{mark}{said(tag, text)}\n", encoding="utf-8")


def _settings() -> dict[str, object]:
    return {
        "baseURL": "https://example.org/",
        "title": LABELS["title"],
        "defaultContentLanguage": "de",
        "defaultContentLanguageInSubdir": True,
        "disableKinds": ["RSS", "taxonomy", "404"],
        "taxonomies": {"kind": "kinds"},
        "languages": {
            tag: {
                "weight": number,
                "title": said(tag, LABELS["title"]),
                "params": {"direction": direction(tag), "autonym": tag},
            }
            for number, tag in enumerate(TAGS, 1)
        },
    }


def _page(head: Mapping[str, object], body: str = "") -> str:
    return f"{json.dumps(head, ensure_ascii=False)}\n\n{body}"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
