"""Jinja as this guide uses it: compiled once, functions called directly, texts escaped once.

A page calls a function or puts a text in its place a thousand times, so what Jinja does around
each of them is a fifth of a build. It is for features that no template here uses: functions
that want the context, and arguments told as a list.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

SHOW = f"from {__name__} import show as escape"


class Compiled(BytecodeCache):
    """Compiled templates by their source: a preview makes a new environment at each change."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


class Code(CodeGenerator):
    """Writes `f(x)` where Jinja writes `context.call(f, x)`, and `show(x)` for `escape(x)`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(node, frame)
        head, rest = self.stream.getvalue().split("\n", 1)  # type: ignore[attr-defined]
        self.stream.seek(0)
        self.stream.write(f"{head}; {SHOW}\n{rest}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs:
            self.fail("arguments told as a list", node.lineno)
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


class Templates(Environment):
    code_generator_class = Code

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a dict, where Jinja has a chain of two: each render copies it."""
        return {**self.globals, **(d or {})}


def show(value: object) -> str:
    """Return *value* as `escape` does, but what is HTML already as it is."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return _escaped(value)
    html = getattr(value, "__html__", None)
    shown: str = html() if html else escape(value)
    return shown


@lru_cache(maxsize=100_000)  # a few thousand names, texts and addresses stand on all pages
def _escaped(text: str) -> Markup:
    return escape(text)
