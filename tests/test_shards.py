"""Languages may be built on several machines; together they are the site that one would build."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guide import cli, shards
from guide.write import MANIFEST
from tests import mini

REST = "de,en"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini.copy_sources(tmp_path_factory.mktemp("shards") / "guide")


@pytest.fixture(scope="module")
def built(sources: Path) -> list[Path]:
    """Two parts: Arabic alone, and the rest."""
    parts = [sources.parent / name for name in ("eins", "zwei")]
    for part, tags in zip(parts, ("ar", REST), strict=True):
        assert build(sources, part, tags) == 0
    return parts


@pytest.fixture
def parts(built: list[Path], tmp_path: Path) -> list[Path]:
    """The same, for a test to spoil."""
    return [Path(shutil.copytree(part, tmp_path / part.name)) for part in built]


def build(root: Path, output: Path, tags: str, *more: str) -> int:
    where = ["--root", str(root), "--output", str(output)]
    return cli.main(["build", "--languages", tags, *where, *more])


def merge(parts: list[Path], output: Path) -> int:
    return cli.main(["merge", *map(str, parts), "--output", str(output)])


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def note(part: Path, **changes: object) -> None:
    path = part / shards.NOTE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_site_put_together_is_the_site_built_at_once(
    built: list[Path], mini_site: Path, tmp_path: Path
) -> None:
    assert merge(built, tmp_path / "site") == 0
    assert files(tmp_path / "site") == files(mini_site)


def test_the_order_of_the_parts_does_not_matter(
    built: list[Path], mini_site: Path, tmp_path: Path
) -> None:
    assert merge(built[::-1], tmp_path / "site") == 0
    assert files(tmp_path / "site") == files(mini_site)


def test_a_part_has_the_pages_of_its_languages_alone(built: list[Path]) -> None:
    assert (built[0] / "ar/index.html").is_file()
    assert not (built[0] / "en/index.html").exists()
    assert "en" in (built[0] / "ar/index.html").read_text(encoding="utf-8")  # links to all


SPOILED: dict[str, Callable[[list[Path]], object]] = {
    "Die Dateien, aus denen sie gebaut sind": lambda p: note(p[1], inputs="0" * 64),
    "für verschiedene Tage gebaut": lambda p: note(p[1], day="2020-02-29"),
    "mit verschiedenen Programmen gebaut": lambda p: note(p[1], versions={"Python": "3.99"}),
    "Nur einer ist mit --compressed gebaut": lambda p: note(p[1], compressed=True),
    "nicht dieselben Sprachen": lambda p: note(p[1], whole=["de", "ar"]),
    "Es fehlt noch: Deutsch, Englisch": lambda p: p.pop(),
    "Arabisch ist in zwei Teilen": lambda p: note(p[1], languages=["de", "en", "ar"]),
    "teil.json fehlt": lambda p: (p[0] / shards.NOTE).unlink(),
    "de/index.html fehlt. Den Teil neu bauen": lambda p: (p[1] / "de/index.html").unlink(),
    "ist nicht vollständig: ../": lambda p: (p[1] / MANIFEST).write_text(
        json.dumps([f"../{p[0].name}/index.html"])
    ),
    "robots.txt ist in": lambda p: (p[1] / "robots.txt").write_text("anders"),
}


@pytest.mark.parametrize("said", SPOILED)
def test_parts_that_are_no_site_stay_apart(
    said: str, parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    SPOILED[said](parts)
    assert merge(parts, tmp_path / "site") == 1
    assert said in capsys.readouterr().out
    assert not (tmp_path / "site").exists()


def test_what_a_part_is_made_from_is_known_by_content_not_by_time(
    sources: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(sources, tmp_path / "guide", copy_function=shutil.copyfile))
    assert shards.fingerprint(other) == shards.fingerprint(sources)
    mini.replace(other, "data/region.yaml", "reviewed", "unchecked")
    assert shards.fingerprint(other) != shards.fingerprint(sources)


def test_a_part_is_no_site_and_says_which_languages_there_are(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", "--root", str(sources), "--languages", "ar"]) == 1
    assert "--output" in capsys.readouterr().out
    assert build(sources, tmp_path / "teil", "ar,xx") == 1
    assert "„xx“ gibt es hier nicht. Die Sprachen: de, ar, en." in capsys.readouterr().out
