"""The sketch map: every municipality is there, is a link, and its name can be read."""

import re
from itertools import combinations

import pytest

from guide.outputs.map import WIDTH, Box, _dots, _labelled, draw_map
from guide.outputs.places import services_at
from guide.site import Site


@pytest.fixture(params=["real", "small"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


def offers(site: Site) -> dict[str, int]:
    places = site.guide.region.municipalities
    return {place.id: len(services_at(site, place.id)) for place in places}


def names(site: Site) -> dict[str, Box]:
    """Return the box of each municipality's name, measured as drawn, not as planned."""
    svg = draw_map(site.guide.region, offers(site), "de")
    found = re.findall(
        r'<text x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)"[^>]*>(.*?)</text>', svg
    )
    return {name: box(float(x), float(y), anchor, name) for x, y, anchor, name in found}


def box(x: float, y: float, anchor: str, name: str) -> Box:
    """12 px letters, seldom wider than half their height on average, 9 px above the baseline."""
    width = 6.0 * len(name)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left, y - 9, left + width, y + 3)


def test_every_municipality_is_a_link_to_its_page(site: Site) -> None:
    svg = draw_map(site.guide.region, offers(site), "de")
    linked = re.findall(r'<a href="\ue000/de/ort/([\w-]+)\.html">', svg)
    assert sorted(linked) == sorted(place.id for place in site.guide.region.municipalities)


def test_no_name_covers_another(site: Site) -> None:
    covered = [
        (one, other)
        for (one, its), (other, others) in combinations(names(site).items(), 2)
        if its.overlaps(others)
    ]
    assert covered == []


def test_no_name_covers_the_dot_of_another_place(site: Site) -> None:
    dots, _ = _dots(site.guide.region, offers(site))
    covered = [
        (name, dot.place.name)
        for name, its in names(site).items()
        for dot in dots
        if dot.place.name != name and its.overlaps(dot.box)
    ]
    assert covered == []


def test_no_name_is_cut_off_at_the_edge(site: Site) -> None:
    _, height = _dots(site.guide.region, offers(site))
    outside = {
        name: its
        for name, its in names(site).items()
        if its.left < 0 or its.right > WIDTH or its.top < 0 or its.bottom > height
    }
    assert outside == {}


def test_north_is_up_and_west_is_left(small: Site) -> None:
    dots = {dot.place.id: dot for dot in _dots(small.guide.region, {})[0]}
    assert dots["klein-muster"].y < dots["musterstadt"].y < dots["probendorf"].y
    assert dots["klein-muster"].x < dots["musterstadt"].x < dots["beispielhausen"].x


def test_a_place_with_more_offers_has_a_larger_dot(small: Site) -> None:
    dots = {dot.place.id: dot for dot in _dots(small.guide.region, {"musterstadt": 5})[0]}
    assert dots["musterstadt"].radius > dots["probendorf"].radius


def test_busy_places_choose_first_where_their_name_stands(small: Site) -> None:
    dots, _ = _dots(small.guide.region, {"probendorf": 9, "musterstadt": 5})
    order = [dot.place.id for dot, *_ in _labelled(dots)]
    assert order[:2] == ["probendorf", "musterstadt"]


def test_a_map_of_one_place_can_be_drawn(small: Site) -> None:
    """A town may adopt the guide too."""
    one = small.guide.region.model_copy(
        update={"municipalities": small.guide.region.municipalities[:1]}
    )
    assert "NaN" not in draw_map(one, {}, "de")
