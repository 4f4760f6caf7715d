"""A page as a tree, read with the standard library: what a test asks about an element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass(eq=False)
class Element:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def __repr__(self) -> str:
        attrs = "".join(f' {name}="{value}"' for name, value in self.attrs.items())
        return f"<{self.tag}{attrs}>{' '.join(self.text.split())[:60]}"

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def all(self, tag: str = "", **attrs: str) -> Iterator[Element]:
        """Yield the elements below with *tag* and these attributes (`data_tr` is data-tr)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        for child in self.children:
            if isinstance(child, Element):
                if tag in ("", child.tag) and wanted.items() <= child.attrs.items():
                    yield child
                yield from child.all(tag, **attrs)

    def one(self, tag: str = "", **attrs: str) -> Element:
        found = list(self.all(tag, **attrs))
        assert len(found) == 1, f"{tag} {attrs}: {len(found)} instead of 1"
        return found[0]

    def with_text(self, text: str) -> Element:
        """Return the innermost element whose text has *text*."""
        assert text in self.text, f"{text!r} is not in {self!r}"
        inner = [c for c in self.children if isinstance(c, Element) and text in c.text]
        return inner[0].with_text(text) if inner else self

    def inherited(self, name: str) -> str:
        """Return the attribute here or on the nearest element around; empty where none has it."""
        element: Element | None = self
        while element is not None:
            if name in element.attrs:
                return element.attrs[name]
            element = element.parent
        return ""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("document")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        element = Element(tag, values, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes {self.here!r}"
        assert self.here.parent
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Element:
    """Return *html* as a tree; every element must be closed, as the guide's templates do."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.here is builder.root, f"never closed: {builder.here!r}"
    return builder.root
