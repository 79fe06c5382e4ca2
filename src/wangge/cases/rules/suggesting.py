"""Which category a few Chinese words suggest: character n-grams and one table of weights. Pure.

A softmax regression over TF-IDF of single characters and pairs, started from each category's
centroid, learnt in seconds from filed cases and the catalogue's own names. Chosen by measuring
(``python -m tools.bench suggesting``): pairs did better than triples, and this did as well as
linear support vector machines and better than naive Bayes, with nothing but NumPy.

What is kept are weights by hashed pairs of characters; no text can be read back from them.
"""

import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LENGTHS = (1, 2)
"""Lengths of the n-grams."""
BUCKETS = 1 << 20
LONGEST = 600
"""Characters of a text that are read; what the problem is stands at the beginning."""
VERSION = 1


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt.

    ``keys`` are the hashed n-grams in rising order, ``rarity`` how much each tells, ``weights`` a
    row for each of them and a column for each of ``classes``. ``heat`` divides the scores so that
    the highest one's share is how often it is right. ``upto`` says what it was learnt from.
    """

    classes: tuple[UUID, ...]
    keys: Ints
    rarity: Floats
    weights: NDArray[np.float16]
    bias: Floats
    heat: float
    upto: str


def grams(text: str) -> Ints:
    """The hashed n-grams of a text, each once, in rising order; only letters, digits and 汉字."""
    clean = "".join(sign for sign in text[:LONGEST].lower() if sign.isalnum())
    found = {
        zlib.crc32(clean[start : start + length].encode()) % BUCKETS
        for length in LENGTHS
        for start in range(len(clean) - length + 1)
    }
    return np.fromiter(sorted(found), np.int64, len(found))


def row_of(text: str, keys: Ints, rarity: Floats) -> tuple[Ints, Floats]:
    """A text as positions in ``keys`` and their weights, of length 1 together."""
    hashed = grams(text)
    if not hashed.size or not keys.size:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    places = np.minimum(np.searchsorted(keys, hashed), keys.size - 1)
    places = places[keys[places] == hashed]
    values = rarity[places]
    length = float(np.sqrt(values @ values)) or 1.0
    return places, (values / length).astype(np.float32)


def shares(scores: NDArray[Any]) -> NDArray[Any]:
    """Scores as probabilities."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def guess(model: Model, text: str, limit: int = 3) -> list[tuple[UUID, float]]:
    """The likeliest categories of a text with how likely each is, the likeliest first.

    Empty for a text of which nothing was ever seen.
    """
    places, values = row_of(text, model.keys, model.rarity)
    if not places.size:
        return []
    scores = values @ model.weights[places].astype(np.float32) + model.bias
    likely = shares(scores / model.heat)
    best = np.argsort(-likely, kind="stable")[:limit]
    return [(model.classes[one], float(likely[one])) for one in best]


def packed(model: Model) -> bytes:
    """A model as one file of plain arrays, without a pickle."""
    out = io.BytesIO()
    told = {"version": VERSION, "heat": model.heat, "upto": model.upto}
    np.savez(
        out,
        told=np.frombuffer(json.dumps(told).encode(), np.uint8),
        classes=np.frombuffer(b"".join(one.bytes for one in model.classes), np.uint8),
        keys=model.keys,
        rarity=model.rarity,
        weights=model.weights,
        bias=model.bias,
    )
    return out.getvalue()


def unpacked(data: bytes) -> Model:
    """The model of a file. Raises :class:`ValueError` for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            told: dict[str, Any] = json.loads(file["told"].tobytes())
            if told["version"] != VERSION:
                raise ValueError(f"version {told['version']}, not {VERSION}")
            ids = file["classes"].tobytes()
            return Model(
                classes=tuple(UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)),
                keys=file["keys"],
                rarity=file["rarity"],
                weights=file["weights"],
                bias=file["bias"],
                heat=float(told["heat"]),
                upto=str(told["upto"]),
            )
    except Exception as error:  # whatever a broken archive makes the readers say
        raise ValueError(f"no model of suggestions: {error}") from error


def hints_of(name: str, public_name: str, keywords: str) -> Sequence[str]:
    """What the catalogue itself says of a category, for a place where nothing was filed yet."""
    return [word for word in (name.removesuffix("异常"), public_name, *keywords.split()) if word]
