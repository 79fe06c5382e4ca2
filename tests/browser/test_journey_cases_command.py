"""The commander and cases: what is late, a rate opened to what it counts, the map."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, WIDE
from .test_journey_cases import act, sent

BOTH = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@BOTH
def test_commander_urges_what_is_late(seats, size):
    commander = seats("zongzhi", size)
    page = commander.open("/")
    commander.see("home-commander")
    commander.open("/cases/?queue=handle&light=red&order=late")
    rows = page.locator(".case-rows tbody tr")
    late = rows.count()
    assert late and rows.locator(".left-red").count() == late
    commander.see("cases-late")
    rows.first.locator(".main a").click()
    sent(commander, act(commander, "催办", {"内容": "已经超时，今天说明进展"}), "催办", "已催办")
    dialog = act(commander, "督办", {"内容": "三日内办结并书面说明原因"})
    commander.see("case-supervise")
    sent(commander, dialog, "督办", "已督办，责任单位须答复")
    expect(page.locator(".timeline-list")).to_contain_text("三日内办结并书面说明原因")
    commander.see("case-supervised")


@BOTH
def test_commander_opens_a_rate_to_its_cases(seats, size):
    commander = seats("zongzhi", size)
    page = commander.open("/insight/evaluation/")
    commander.see("evaluation")
    page.locator(".eval-name a").first.click()
    commander.see("evaluation-one")
    rate = page.locator("tbody tr", has=page.locator("td a")).first
    link = rate.locator("td a").first
    number = int(re.sub(r"\D", "", link.inner_text()))
    link.click()
    expect(page.locator("h1 .eval-value")).to_have_text(str(number))
    commander.see("evaluation-rows")
    page.locator("tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("PJ-")
    commander.open("/insight/evaluation/watch/")
    expect(page.locator("main tbody tr").first).to_be_visible()
    commander.see("evaluation-watch")


def test_commander_sees_cases_on_the_map(seats):
    commander = seats("zongzhi")
    page = commander.open("/cases/map/")
    expect(page.locator("[data-total]")).to_contain_text(re.compile(r"\d+"), timeout=20_000)
    commander.see("cases-map")
    phone = seats("zongzhi", NARROW)
    phone.open("/cases/map/")
    expect(phone.page.locator("[data-total]")).to_contain_text(re.compile(r"\d+"), timeout=20_000)
    phone.see("cases-map")
