"""JSON Schema for the files in data/, generated from the model: editors' autocompletion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from guide.fields import Strict
from guide.model import FILES, FrontMatter

FOLDER = Path("data/schema")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each schema."""
    models: dict[str, type[Strict]] = {**FILES, "page": FrontMatter}
    for name, model in models.items():
        schema = {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
        yield (
            FOLDER / f"{name}.schema.json",
            json.dumps(schema, indent=1, ensure_ascii=False) + "\n",
        )


def write_schemas(root: Path) -> list[Path]:
    """Write all schemas below *root* and return their paths."""
    written = []
    for path, text in schemas():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written
