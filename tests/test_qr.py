"""The QR code of the basket's link, module by module as another program draws it."""

import random
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from playwright.sync_api import Page
from qrcode.util import MODE_8BIT_BYTE, QRData

from guide.codes import code
from tests import hosts

pytestmark = pytest.mark.browser

CAPACITY = {5: 106, 7: 154, 9: 230, 11: 321}  # bytes by version, ISO/IEC 18004:2015 table 7
SIGNS = string.ascii_letters + string.digits + "-._~:/?#[]@!$&'()*+,;=%"


@pytest.fixture(scope="module")
def drawing(mini_site: Path, open_page: Callable[..., Page]) -> Iterator[Page]:
    """A page that has assets/qr.js."""
    page = open_page()
    page.goto(f"{hosts.address(mini_site / 'de' / 'merkliste.html')}#{code('offer', 'fussball')}")
    source = next((mini_site / "assets").glob("qr.*.js")).read_text(encoding="utf-8")
    page.evaluate(source)
    yield page
    page.context.close()


def drawn(page: Page, texts: list[str]) -> list[list[list[int]] | None]:
    found: list[list[list[int]] | None] = page.evaluate("texts => texts.map(qr)", texts)
    return found


def as_another_draws(text: str) -> list[list[int]]:
    """The modules that `qrcode` computes. segno adds a byte of its own before the padding."""
    version = next(v for v, most in CAPACITY.items() if len(text.encode()) <= most)
    made = qrcode.QRCode(version, qrcode.ERROR_CORRECT_L, border=0, mask_pattern=0)
    made.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    made.make(fit=False)
    return [[int(dark) for dark in row] for row in made.get_matrix()]


def test_every_module_is_where_another_encoder_has_it(drawing: Page) -> None:
    chance = random.Random(26)
    texts = ["".join(chance.choices(SIGNS, k=length)) for length in range(1, 322)]
    assert drawn(drawing, texts) == [as_another_draws(text) for text in texts]


def test_letters_beyond_ascii_are_bytes_of_utf_8(drawing: Page) -> None:
    texts = ["https://ü.example/ж#ሀ", "ä" * 53, "ä" * 54]
    assert drawn(drawing, texts) == [as_another_draws(text) for text in texts]


def test_a_text_that_is_too_long_is_not_drawn(drawing: Page) -> None:
    assert drawn(drawing, ["x" * 322]) == [None]


def test_the_picture_has_the_modules_of_the_link(
    mini_site: Path, server: Callable[[Path], str], page: Page
) -> None:
    """As the minified script draws it, on white, with the quiet zone of four modules."""
    page.goto(f"{server(mini_site)}de/merkliste.html#{code('offer', 'fussball')}")
    page.locator(".send details:not(.act details) summary").click()
    page.wait_for_selector(".qr svg")
    link = page.locator("[data-link]").get_attribute("href") or ""
    size = len(as_another_draws(link))
    dark = {
        (int(x), int(y))
        for x, y in re.findall(
            r"M(\d+),(\d+)h1v1h-1z", page.locator(".qr path").last.get_attribute("d") or ""
        )
    }
    rows = [[int((x, y) in dark) for x in range(size)] for y in range(size)]
    assert rows == as_another_draws(link)
    box = page.locator(".qr svg").get_attribute("viewBox")
    assert box == f"-4 -4 {size + 8} {size + 8}"
