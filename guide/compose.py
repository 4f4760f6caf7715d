"""YAML text -> nodes that know their place: fast where it is sound, with known words where not."""

from __future__ import annotations

import yaml

FastLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def compose(text: str) -> yaml.Node | None:
    """Compose with the C loader; on an error again with PyYAML's own, whose messages we know.

    Raises yaml.YAMLError, and ValueError where there is no C loader and "\\U00110000" in the text.
    """
    try:
        return _one_document(text, FastLoader)
    except yaml.YAMLError as error:
        if "escape code" in str(error):  # "\\ud800": PyYAML's own takes it, or fails otherwise
            raise
        return _one_document(text, yaml.BaseLoader)


def _one_document(text: str, loader: type) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node
