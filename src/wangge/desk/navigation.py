"""The sections of the office, in the order of the side bar. A section belongs to a right."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from wangge.kernel.words import N_
from wangge.people.rules import Acting, Right

THUMB = 4
"""Sections in the bar of a narrow screen, beside “more”: five targets of 78 px at 390."""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the side bar. ``address`` is the name of its page, or its path.

    The first four ``first`` sections of a post are the thumb's: they stand in the bar at the foot
    of a narrow screen, the others behind “more”.
    """

    label: str
    icon: str
    address: str
    right: Right | None
    group: str = ""
    first: bool = False


TODAY, RECORDS, REPORTS, OFFICE = N_("Today"), N_("Registers"), N_("Reports"), N_("Organisation")

SECTIONS = (
    Section(N_("Home"), "home", "desk:home", None, TODAY, first=True),
    Section(N_("My cases"), "case", "/cases/mine/", Right.HANDLE_CASE, TODAY, first=True),
    Section(N_("On-the-spot checks"), "eye", "/cases/mine/", Right.VERIFY_CASE, TODAY, first=True),
    Section(N_("My tasks"), "flag", "/campaigns/mine/", Right.DO_TASK, TODAY, first=True),
    Section(
        N_("Report a problem"), "photo", "/cases/report/", Right.REPORT_CASE, TODAY, first=True
    ),
    Section(N_("Cases"), "cases", "/cases/", Right.SEE, TODAY, first=True),
    Section(N_("Command board"), "board", "/insight/board/", Right.SEE, TODAY, first=True),
    Section(N_("This week's round"), "week", "/campaigns/week/", Right.SEE, TODAY, first=True),
    Section(N_("Messages"), "message", "/work/messages/", Right.RECORD_WORK, TODAY, first=True),
    Section(N_("Campaigns"), "target", "/campaigns/", Right.SEE, RECORDS),
    Section(N_("Work records"), "work", "/work/", Right.SEE, RECORDS),
    Section(N_("Places"), "pin", "/places/", Right.SEE, RECORDS),
    Section(N_("Briefs"), "doc", "/insight/briefs/", Right.SEE, REPORTS),
    Section(N_("Evaluation"), "shield", "/insight/evaluation/", Right.SEE, REPORTS),
    Section(N_("Figures"), "figures", "/insight/figures/", Right.SEE, REPORTS),
    Section(
        N_("Catalogue of cases"), "catalogue", "/cases/catalogue/", Right.KEEP_CATALOGUE, OFFICE
    ),
    Section(N_("Command structure"), "command", "/people/", None, OFFICE),
    Section(N_("Journal"), "journal", "/journal/", Right.READ_TRAIL, OFFICE),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A section as one person sees it on one page."""

    section: Section
    url: str
    current: bool


def links(user: Acting | None, path: str) -> list[Link]:
    """The sections that somebody may use; the one that ``path`` lies in is current.

    Of several sections whose addresses begin the path the longest is the current one.
    """
    if user is None:
        return []
    found = [(section, url) for section, url in _known() if _may(user, section)]
    under = [url for _, url in found if url == path or (url != "/" and path.startswith(url))]
    here = max(under, key=len, default="")
    return [Link(section, url, url == here) for section, url in found]


def for_the_thumb(all_links: list[Link]) -> tuple[list[Link], list[Link]]:
    """The links of the bar at the foot of a narrow screen, and those behind “more”."""
    bar = [link for link in all_links if link.section.first][:THUMB]
    return bar, [link for link in all_links if link not in bar]


def _known() -> Iterator[tuple[Section, str]]:
    for section in SECTIONS:
        url = _address(section.address)
        if url:
            yield section, url


def _address(address: str) -> str:
    """The path of a section's page; empty for a page that this installation doesn't have."""
    try:
        if address.startswith("/"):
            resolve(address)
            return address
        return reverse(address)
    except (Resolver404, NoReverseMatch):
        return ""


def _may(user: Acting, section: Section) -> bool:
    return section.right is None or user.why_not(section.right, user.region) is None
