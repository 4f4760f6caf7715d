"""What is said on the command line instead of being asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guide.forms import Refused
from guide.problems import quote


def given(pairs: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """Return what `--set field=answer` says, by field.

    Raises Refused where a field is none of *known*.
    """
    found = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if key not in known:
            raise Refused(f"„{quote(key)}“ ist kein Feld. Möglich sind: {', '.join(known)}.")
        found[key] = value.strip()
    return found
