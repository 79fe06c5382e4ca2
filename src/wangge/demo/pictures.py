"""Drawn pictures for the demo's evidence: a lane before and after it was cleared."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720
BAGS = ((38, 70, 83), (231, 111, 81), (233, 196, 106), (90, 90, 98), (42, 120, 100))


def lane(seed: int, littered: bool) -> BytesIO:
    """A JPEG of a drawn lane; the same seed gives the same lane, with or without rubbish."""
    chance = Random(seed)  # noqa: S311 - a drawing, no secret
    wall = tuple(chance.randint(150, 215) for _ in range(3))
    picture = Image.new("RGB", (WIDTH, HEIGHT), (188, 214, 232))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 120), (380, 260), (380, 470), (0, 640)], fill=wall)
    draw.polygon([(WIDTH, 90), (580, 260), (580, 470), (WIDTH, 660)], fill=wall[::-1])
    draw.polygon([(380, 470), (580, 470), (WIDTH, 660), (WIDTH, HEIGHT), (0, HEIGHT), (0, 640)],
                 fill=(146, 144, 140))  # fmt: skip
    for row in range(4):
        x = 40 + row * 85
        draw.rectangle([x, 230 + row * 18, x + 42, 330 + row * 8], fill=(92, 108, 122))
    if littered:
        _rubbish(draw, chance)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    out.seek(0)
    return out


def _rubbish(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for _ in range(26):
        x, y = chance.randint(20, 420), chance.randint(520, 690)
        w, h = chance.randint(26, 80), chance.randint(20, 54)
        draw.ellipse([x, y - h, x + w, y], fill=chance.choice(BAGS))
    for _ in range(9):
        x, y = chance.randint(20, 330), chance.randint(330, 480)
        draw.rectangle([x, y, x + 34, y + 46], fill=(245, 244, 230), outline=(180, 60, 50), width=3)
