"""The map in guide/__init__.py is the architecture: imports only ever point upwards."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import guide

PACKAGE = Path(guide.__file__).parent
MAP = [line.split()[0] for line in (guide.__doc__ or "").splitlines()[2:] if line.strip()]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    """The place on the map: a shelf (outputs, checks) is one room."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, package: str = "guide") -> Iterator[tuple[int, str]]:
    """Yield (line, module) for every import from the guide in *source*, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if inside(alias.name))
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(parents if node.level else []), *filter(None, [node.module])])
            if inside(base):
                # `from guide import urls` may name a module or a value: a module counts
                names = [f"{base}.{alias.name}" for alias in node.names]
                yield from ((node.lineno, name if is_module(name) else base) for name in names)


def inside(module: str) -> bool:
    return module == "guide" or module.startswith("guide.")


def is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def own_imports(path: Path) -> list[tuple[int, str]]:
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    return list(imports(path.read_text(encoding="utf-8"), package))


def test_every_module_is_on_the_map_and_only_modules_are() -> None:
    assert sorted(MAP) == sorted({room(path) for path in MODULES})


def test_the_map_names_no_module_twice() -> None:
    assert len(MAP) == len(set(MAP))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_only_point_upwards(path: Path) -> None:
    place = MAP.index(room(path))
    below = [
        f"{path.name}:{line} imports {module}"
        for line, module in own_imports(path)
        if module != "guide" and MAP.index(module.split(".")[1]) > place
    ]
    assert below == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Within a shelf too, which is one place on the map."""
    uses = {name_of(path): {module for _, module in own_imports(path)} for path in MODULES}
    # A shelf's list (guide.outputs) imports what stands on it; those may not import the list
    assert [name for name in uses if name in reached(name, uses)] == []


def reached(start: str, uses: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(uses[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += uses.get(name, ())
    return seen


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("import guide.cli", "guide.cli"),
        ("import guide.cli as c", "guide.cli"),
        ("from guide import cli", "guide.cli"),
        ("from guide.cli import main", "guide.cli"),
        ("from . import cli", "guide.cli"),
        ("from .cli import main", "guide.cli"),
        ("def f():\n    from guide.cli import main", "guide.cli"),
        ("if True:\n    import guide.outputs.map", "guide.outputs.map"),
    ],
)
def test_no_way_to_import_is_overlooked(source: str, module: str) -> None:
    assert [name for _, name in imports(source)] == [module]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_can_be_imported(path: Path) -> None:
    assert importlib.import_module(name_of(path)).__doc__, "a module says what it is for"
