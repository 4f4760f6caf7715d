"""Scripts with short names: the same program, with nothing renamed that others see."""

import re
from pathlib import Path

import pytest
from rjsmin import jsmin

from guide.shorten import _tokens, shorten
from tests.tools import ROOT

SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))


@pytest.mark.parametrize(
    ("script", "short"),
    [
        ("{const name=1;f(name+name)}", "{const a=1;f(a+a)}"),
        ("{let first=a,b=first}", "{let c=a,b=c}"),  # a and b are taken
        ("{(one,other)=>one-other}", "{(a,b)=>a-b}"),
        ("{const[first,...rest]=list}", "{const[a,...b]=list}"),
        ("{for(const row of rows)use(row)}", "{for(const a of rows)use(a)}"),
        ('{const word=1;say("word",`word ${word}`)}', '{const a=1;say("word",`word ${a}`)}'),
        ("{const word=1;x.replace(/word/g,word)}", "{const a=1;x.replace(/word/g,a)}"),
    ],
)
def test_own_names_become_short(script: str, short: str) -> None:
    assert shorten(script) == short


@pytest.mark.parametrize(
    "script",
    [
        "const outside=1;use(outside)",  # other scripts may see it
        "{document.title=name}",  # never declared here
        "{const value=1;input.value=value}",
        "{const title=1;share({title})}",
        "{const title=1;share({title:title})}",
        "{const{data}=event;use(data)}",
    ],
)
def test_what_others_see_keeps_its_name(script: str) -> None:
    assert shorten(script) == script


def test_what_cannot_be_read_stops_the_build() -> None:
    with pytest.raises(ValueError, match="Klammern"):
        shorten("{const a1=`${b.map(c=>{})}`}")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_each_name_becomes_one_and_no_two_become_the_same(path: Path) -> None:
    """With the names taken out nothing differs, and they go one to one: so scopes are the same."""
    script = jsmin(path.read_text(encoding="utf-8"))
    name = re.compile(r"[A-Za-z_$][\w$]*")
    short = shorten(script)
    assert name.sub("x", short) == name.sub("x", script)
    pairs = {*zip(name.findall(script), name.findall(short), strict=True)}
    renamed = {old: new for old, new in pairs if old != new}
    assert len({*renamed.values()}) == len(renamed)
    taken = {text for kind, text in _tokens(script) if kind == "name"}
    assert not {*renamed.values()} & taken
    assert len(short) < len(script)
