"""JSON Schema for what editors write, generated from the model: editors' autocompletion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from guide.conditions import Condition
from guide.fields import Strict
from guide.model import FILES, FrontMatter
from guide.terms import TermSheet

FOLDER = Path("data/schema")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each schema."""
    models: dict[str, type[Strict]] = {**FILES, "page": FrontMatter, "terms": TermSheet}
    for name, model in models.items():
        schema = {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
        _allow_bare_words(schema.get("$defs", {}))
        yield (
            FOLDER / f"{name}.schema.json",
            json.dumps(schema, indent=1, ensure_ascii=False) + "\n",
        )


def _allow_bare_words(models: dict[str, Any]) -> None:
    """A condition that needs no details may be a word alone, which pydantic cannot know."""
    if "Condition" in models:
        models["Condition"] = {"anyOf": [{"enum": list(_bare_words())}, models["Condition"]]}


def _bare_words() -> Iterator[str]:
    for name, field in Condition.model_fields.items():
        inner = next((t for t in get_args(field.annotation) if hasattr(t, "model_fields")), None)
        if inner and not any(info.is_required() for info in inner.model_fields.values()):
            yield name


def write_schemas(root: Path) -> list[Path]:
    """Write all schemas below *root* and return their paths."""
    written = []
    for path, text in schemas():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written
