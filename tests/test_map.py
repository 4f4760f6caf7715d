"""The sketch map: every municipality is there, is a link, and its name can be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

import pytest

from guide.model import Region
from guide.outputs.map import Box, draw_map
from guide.outputs.places import services_at
from guide.site import Site

PLACE = re.compile(
    r'<a href="\ue000/de/ort/(?P<id>[\w-]+)\.html">'
    r'<circle cx="(?P<cx>[\d.-]+)" cy="(?P<cy>[\d.-]+)" r="(?P<r>[\d.]+)"[^>]*>'
    r'<text x="(?P<x>[\d.-]+)" y="(?P<y>[\d.-]+)" text-anchor="(?P<anchor>\w+)"[^>]*>'
    r"(?P<name>[^<]+)"
)


@dataclass(frozen=True)
class Drawn:
    """A municipality as it is drawn, not as it was planned."""

    id: str
    x: float
    y: float
    radius: float
    name: Box

    @property
    def dot(self) -> Box:
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


@pytest.fixture(params=["real", "small"])
def region(request: pytest.FixtureRequest) -> tuple[Region, Mapping[str, int]]:
    site: Site = request.getfixturevalue(request.param)
    region = site.guide.region
    return region, {place.id: len(services_at(site, place.id)) for place in region.municipalities}


def drawn(region: Region, offers: Mapping[str, int]) -> list[Drawn]:
    svg = draw_map(region, offers, "de")
    return [
        Drawn(
            place["id"],
            float(place["cx"]),
            float(place["cy"]),
            float(place["r"]),
            name_box(float(place["x"]), float(place["y"]), place["anchor"], place["name"]),
        )
        for place in PLACE.finditer(svg)
    ]


def name_box(x: float, y: float, anchor: str, name: str) -> Box:
    """12 px letters are seldom wider than half their height, and 9 px high above the baseline."""
    width = 6.0 * len(name)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left, y - 9, left + width, y + 3)


def size(region: Region) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', draw_map(region, {}, "de"))
    assert found
    return float(found[1]), float(found[2])


def test_every_municipality_is_a_link_to_its_page(region: tuple[Region, dict[str, int]]) -> None:
    linked = [place.id for place in drawn(*region)]
    assert sorted(linked) == sorted(place.id for place in region[0].municipalities)


def test_no_name_covers_another(region: tuple[Region, dict[str, int]]) -> None:
    pairs = permutations(drawn(*region), 2)
    assert [(a.id, b.id) for a, b in pairs if a.name.overlaps(b.name)] == []


def test_no_name_covers_a_dot(region: tuple[Region, dict[str, int]]) -> None:
    pairs = permutations(drawn(*region), 2)
    assert [(a.id, b.id) for a, b in pairs if a.name.overlaps(b.dot)] == []


def test_no_name_is_cut_off_at_the_edge(region: tuple[Region, dict[str, int]]) -> None:
    width, height = size(region[0])
    names = {place.id: place.name for place in drawn(*region)}
    outside = {
        name: box
        for name, box in names.items()
        if box.left < 0 or box.right > width or box.top < 0 or box.bottom > height
    }
    assert outside == {}


def test_north_is_up_and_west_is_left(small: Site) -> None:
    places = {place.id: place for place in drawn(small.guide.region, {})}
    assert places["klein-muster"].y < places["musterstadt"].y < places["probendorf"].y
    assert places["klein-muster"].x < places["musterstadt"].x < places["beispielhausen"].x


def test_a_place_with_more_offers_has_a_larger_dot(small: Site) -> None:
    places = {place.id: place for place in drawn(small.guide.region, {"musterstadt": 5})}
    assert places["musterstadt"].radius > places["probendorf"].radius


def test_a_map_of_a_single_place_can_be_drawn(small: Site) -> None:
    """A town may adopt the guide too."""
    region = small.guide.region
    one = region.model_copy(update={"municipalities": region.municipalities[:1]})
    assert [place.id for place in drawn(one, {})] == ["musterstadt"]
