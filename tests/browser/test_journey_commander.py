"""The commander's two minutes: from any number on the board to the rows behind it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .conftest import NARROW, WIDE

BOTH = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def drawn(page: Page) -> None:
    """The map shows grids and places: a canvas or a drawing in many colours, not a blank."""
    area = page.locator(".board-map")
    expect(area.locator("canvas, svg").first).to_be_visible()
    for _ in range(40):
        picture = Image.open(io.BytesIO(area.screenshot())).convert("RGB")
        if len(picture.getcolors(1 << 24) or []) > 30:
            return
        page.wait_for_timeout(250)
    raise AssertionError("the map stays empty")


def numbers(text: str) -> list[float]:
    """The numbers in a text, thousands separators taken out."""
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def column_sum(page: Page, heading: str) -> tuple[float, int]:
    """The sum of a column of the rows behind a number over all of its pages, and how many rows."""
    total, count = 0.0, 0
    while True:
        heads = page.locator("main thead th").all_inner_texts()
        place = next(n for n, head in enumerate(heads) if head.strip() == heading)
        cells = page.locator(f"main tbody tr td:nth-child({place + 1})").all_inner_texts()
        total += sum(numbers(cell)[0] for cell in cells)
        count += len(cells)
        following = page.get_by_role("link", name="下一页")
        if not following.count():
            return total, count
        following.click()
        page.wait_for_load_state()


@BOTH
def test_board_is_read_at_a_glance(seats, size):
    commander = seats("zongzhi", size)
    page = commander.open("/insight/board/?programme=puji")
    expect(page.locator("h1")).to_contain_text("普吉街道创建全国文明城市攻坚")
    expect(page.locator(".board-ranking").first.locator("tbody tr")).to_have_count(9)
    shares = page.locator(".board-ranking").first.locator("tbody .heat").all_inner_texts()
    ranked = [numbers(share)[0] for share in shares]
    assert ranked == sorted(ranked, reverse=True)
    expect(page.locator(".chart svg, .chart canvas").first).to_be_visible()
    drawn(page)
    commander.see("board")


def test_tons_open_the_rows_that_add_up_to_them(seats):
    commander = seats("zongzhi")
    page = commander.open("/insight/board/?programme=puji")
    row = page.locator(".board-totals tr", has_text="清理乱堆乱放废弃物")
    tons = row.get_by_role("link").first
    words = tons.inner_text()
    assert words.endswith("余吨")
    tons.click()
    expect(page.locator("h1")).to_contain_text(words)
    commander.see("rows")
    foot = page.locator("tfoot").inner_text()
    rows, stated = numbers(foot)[:2]
    total, count = column_sum(page, "数量")
    assert count == rows
    assert round(total, 3) == stated
    phone = seats("zongzhi", NARROW)
    phone.open(page.url.removeprefix(phone.base).split("&after")[0])
    phone.see("rows")


def test_number_on_the_home_page_opens_its_rows(seats):
    commander = seats("zongzhi", NARROW)
    page = commander.open("/")
    commander.see("home-commander")
    tile = page.locator("a.tile", has_text="清理铲除小广告")
    words = tile.locator(".tile-value").inner_text()
    tile.click()
    expect(page.locator("h1")).to_contain_text(words)


def test_coverage_opens_tasks_and_late_tasks_open_their_list(seats):
    commander = seats("zongzhi")
    page = commander.open("/insight/board/?programme=puji")
    coverage = page.locator("a.tile", has_text="本周覆盖率")
    done, all = sorted(numbers(coverage.locator(".tile-note").inner_text()))
    coverage.click()
    expect(page.locator("h1")).to_contain_text("%")
    expect(page.locator("tfoot")).to_contain_text(f"{all:g}")
    commander.see("rows-coverage")

    page.go_back()
    cell = page.locator("table.matrix tbody a.heat").first
    of = int(numbers(cell.inner_text())[1])
    cell.click()
    expect(page.locator(".task-list tbody tr")).to_have_count(of)
    page.go_back()

    late = page.locator("a.tile", has_text="逾期任务")
    number = numbers(late.locator(".tile-value").inner_text())[0]
    assert number > 0 and done < all
    late.click()
    expect(page.locator("tfoot")).to_contain_text(f"{number:g}")
    commander.see("rows-late")
    page.locator("tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("连续")


def test_ranking_opens_a_community(seats):
    commander = seats("zongzhi")
    page = commander.open("/insight/board/?programme=puji")
    first = page.locator(".board-ranking").first.locator("tbody tr").first
    name = first.get_by_role("link").inner_text()
    first.get_by_role("link").click()
    expect(page.get_by_label("社区", exact=False).locator("option:checked").last).to_have_text(name)


def test_wall_shows_the_board_without_anything_to_press(seats):
    wall = seats("zongzhi", {"width": 1920, "height": 1080})
    page = wall.open("/insight/board/?programme=puji&wall=1")
    expect(page.locator(".side, .top, .tabs")).to_have_count(0)
    drawn(page)
    wall.see("board-wall")
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.tile-value')).fontSize)"
    )
    assert size >= 32, f"{size} px is too small for a wall"
