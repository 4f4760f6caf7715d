"""The same site for Eleventy 3: global data, pagination, Nunjucks, markdown-it."""
# ruff: noqa: E501 lines of templates are as long as they are

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from benchmarks.speed.content import KINDS, LABELS, TAGS, Offer, direction, offers, said, terms

PACKAGE = "@11ty/eleventy@3"
SETTINGS = """module.exports = function (config) {
  const md = require("markdown-it")("commonmark");
  config.addFilter("md", (text) => md.render(text));
  config.addPassthroughCopy("style.css");
  return { dir: { input: ".", includes: "_includes", data: "_data", output: "out" } };
};
"""
BASE = """<!doctype html>
<html lang="{{ x.tag }}" dir="{{ x.direction }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ x.title }}</title>
<meta name="description" content="{{ x.description }}">
<link rel="canonical" href="https://example.org{{ page.url }}">
<link rel="stylesheet" href="/style.css">
</head>
<body>
{% set t = labels[x.tag] %}<a href="#inhalt">{{ t.contents }}</a>
<header><nav aria-label="{{ t.menu }}"><ul>
<li><a href="/{{ x.tag }}/">{{ t.home }}</a></li>
<li><a href="/{{ x.tag }}/offers/">{{ t.list }}</a></li>
<li><a href="/{{ x.tag }}/glossary/">{{ t.glossary }}</a></li>
</ul></nav></header>
<nav class="languages"><ul>
{% for tag in tags %}<li><a href="/{{ tag }}/{{ x.path }}" lang="{{ tag }}">{{ tag }}</a></li>
{% endfor %}</ul></nav>
<main id="inhalt">
{{ content | safe }}
</main>
<footer><p>{{ t.title }}</p></footer>
</body>
</html>
"""
HEAD = """---
pagination: {{data: {data}, size: 1, alias: x}}
permalink: "/{{{{ x.tag }}}}/{{{{ x.path }}}}index.html"
layout: base.njk
---
{{% set t = labels[x.tag] %}}<h1>{{{{ x.title }}}}</h1>
"""
OFFER = """{{ x.text | md | safe }}
<dl>
<dt>{{ t.for_whom }}</dt><dd>{{ x.for_whom }}</dd>
<dt>{{ t.cost }}</dt><dd>{{ t.free }}</dd>
<dt>{{ t.hours }}</dt><dd>{{ x.hours }}</dd>
<dt>{{ t.age }}</dt><dd>{{ x.ages[0] }}-{{ x.ages[1] }}</dd>
<dt>{{ t.german }}</dt><dd>{{ x.level }}</dd>
<dt>{{ t.phone }}</dt><dd><a href="tel:{{ x.phone }}">{{ x.phone }}</a></dd>
<dt>{{ t.website }}</dt><dd><a href="https://example.org/{{ x.id }}">example.org</a></dd>
</dl>
<h2>{{ t.related }}</h2>
<ul>
{% for one in x.related %}<li><a href="/{{ x.tag }}/offers/{{ one }}/">{{ names[one] }}</a></li>
{% endfor %}</ul>
<p><a href="/{{ x.tag }}/kinds/{{ x.kind }}/">{{ t[x.kind] }}</a></p>
"""
LISTED = """<ul>
{% for one in x.offers %}<li><a href="/{{ x.tag }}/offers/{{ one.id }}/"><strong>{{ one.name }}</strong></a>
<small>{{ one.level }} · {{ one.ages[0] }}-{{ one.ages[1] }}</small></li>
{% endfor %}</ul>
"""
HOME = """<ul>
{% for kind in kinds %}<li><a href="/{{ x.tag }}/kinds/{{ kind.id }}/">{{ t[kind.id] }} ({{ kind.count }})</a></li>
{% endfor %}</ul>
"""
GLOSSARY = """<dl>
{% for term in terms[x.tag] %}<dt id="{{ term.id }}">{{ term.word }}</dt><dd>{{ term.explain }}</dd>
{% endfor %}</dl>
"""
SITEMAP = """---
permalink: /sitemap.xml
eleventyExcludeFromCollections: true
---
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
{% for path in paths %}{% for tag in tags %}<url><loc>https://example.org/{{ tag }}/{{ path }}</loc>
{% for other in tags %}<xhtml:link rel="alternate" hreflang="{{ other }}" href="https://example.org/{{ other }}/{{ path }}"/>
{% endfor %}</url>
{% endfor %}{% endfor %}</urlset>
"""
PAGES = {"offer": OFFER, "lists": LISTED, "home": HOME, "glossary": GLOSSARY}
Row = dict[str, object]


def write(folder: Path, count: int) -> None:
    """Write the sources for *count* offers to *folder*, and let npm install Eleventy there."""
    for name, text in PAGES.items():
        _put(folder / f"{name}.njk", HEAD.format(data=f"all.{name}") + text)
    _put(folder / "sitemap.njk", SITEMAP)
    _put(folder / "_includes/base.njk", BASE)
    _put(folder / ".eleventy.js", SETTINGS)
    _put(folder / "style.css", "body{font-family:sans-serif}\n")
    _write_data(folder, count)
    install = ["npm", "install", "--no-audit", "--no-fund", "--silent", PACKAGE, "markdown-it@14"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True)


def change(folder: Path, text: str) -> None:
    """Put *text* into the first offer's note, in all languages."""
    path = folder / "_data/all.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for row in data["offer"]:
        if row["id"] == "angebot-1":
            row["text"] = row["text"].partition("\n\n")[0] + f"\n\n{said(row['tag'], text)}"
    _put(path, json.dumps(data))


def _write_data(folder: Path, count: int) -> None:
    listed = offers(count)
    labels = {tag: {n: said(tag, t) for n, t in (LABELS | KINDS).items()} for tag in TAGS}
    words = {tag: [vars(t) | {"explain": said(tag, t.explain)} for t in terms()] for tag in TAGS}
    kinds = [{"id": k, "count": sum(o.kind == k for o in listed)} for k in KINDS]
    fixed = ["", "offers/", "glossary/", *(f"kinds/{kind}/" for kind in KINDS)]
    data = {
        "labels": labels,
        "terms": words,
        "tags": list(TAGS),
        "kinds": kinds,
        "names": {offer.id: offer.name for offer in listed},
        "paths": [*fixed, *(f"offers/{offer.id}/" for offer in listed)],
        "all": {
            "home": [_row(tag, "", labels[tag]["title"]) for tag in TAGS],
            "glossary": [_row(tag, "glossary/", labels[tag]["glossary"]) for tag in TAGS],
            "lists": [row for tag in TAGS for row in _lists(tag, labels[tag], listed)],
            "offer": [_offer(tag, offer) for tag in TAGS for offer in listed],
        },
    }
    for name, value in data.items():
        _put(folder / f"_data/{name}.json", json.dumps(value))


def _row(tag: str, path: str, title: str, **more: object) -> Row:
    given = {"tag": tag, "path": path, "title": title, "direction": direction(tag)}
    return {"description": "", **given, **more}


def _lists(tag: str, labels: dict[str, str], listed: list[Offer]) -> list[Row]:
    short = [{n: vars(o)[n] for n in ("id", "name", "level", "ages", "kind")} for o in listed]
    whole = _row(tag, "offers/", labels["list"], offers=short)
    return [whole] + [
        _row(tag, f"kinds/{k}/", labels[k], offers=[o for o in short if o["kind"] == k])
        for k in KINDS
    ]


def _offer(tag: str, offer: Offer) -> Row:
    row = dict(vars(offer))
    text = f"{said(tag, row['summary'])}\n\n{said(tag, row['note'])}"
    row |= {n: said(tag, row[n]) for n in ("summary", "for_whom", "hours")}
    about = {"description": row.pop("summary"), "text": text}
    return _row(tag, f"offers/{row['id']}/", row.pop("name"), **row, **about)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
