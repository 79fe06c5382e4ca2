"""Where a figure belongs: 全市, a named 街道 or 社区.

Only a place named at the head of a clause counts; it holds until the next place name, across
clauses, because reports list several places in one sentence.
"""

import re

PLACE = re.compile(
    r"(?:^|[,;:。、\s]|在|对|[至止]目前,?|其中,?)"
    r"(?P<place>全[市区县镇乡]|全街道?|(?:[一-鿿]{2,6}?(?:街道|社区|镇|乡|新区|园区|村|区|县|市))(?!级|委|民|分|政府[^,。]{0,2}办|容|场|政|长))"
)


def places_in(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Place names with where they stand, left to right."""
    return [
        (match.start("place"), match["place"])
        for match in PLACE.finditer(text, max(0, start - 1), end)
    ]
