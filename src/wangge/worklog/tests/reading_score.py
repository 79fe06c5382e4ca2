"""Counts by the "Scoring" lines of the message-reading specification.

``amount``: amounts with unit and qualifier found among the annotated main and part figures;
``all``: those with verb and object too; ``wrong``: figures reported as main or part that match
nothing annotated so, that is invented ones, plans reported as done, foreign ones imported.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wangge.worklog.rules.reading import read_message

COUNTED = {"main", "part"}
NEUTRAL = {"scope", "rate", "change"}


@dataclass
class Score:
    expected: int = 0
    amount_unit: int = 0
    approx: int = 0
    amount: int = 0
    verb: int = 0
    object: int = 0
    all: int = 0
    reported: int = 0
    wrong: int = 0
    plan_as_done: int = 0
    from_not_figures: int = 0
    role: int = 0
    misses: list[str] = field(default_factory=list, repr=False)

    def line(self) -> str:
        n, r = self.expected or 1, self.reported or 1
        return (
            f"{self.expected} figures: amount+unit+approx {self.amount / n:.1%}, "
            f"verb {self.verb / n:.1%}, object {self.object / n:.1%}, all {self.all / n:.1%}, "
            f"role {self.role / n:.1%}; reported {self.reported}, wrong {self.wrong / r:.1%} "
            f"({self.wrong}), plans as done {self.plan_as_done}, "
            f"from not_figures {self.from_not_figures}"
        )


def bare(text: str | None) -> str | None:
    if text is None:
        return None
    for mark in "“”\"'‘’《》「」『』 ":
        text = text.replace(mark, "")
    return text.replace("各类", "").replace("各种", "") or None


def readings(gold: dict) -> list[tuple[str | None, str | None]]:
    every = [gold, *({**gold, **other} for other in gold.get("alt") or [])]
    return [(bare(one.get("verb")), bare(one.get("object"))) for one in every]


def same_amount(gold: dict, read: dict) -> bool:
    return (
        abs(float(gold["amount"]) - float(read["amount"])) < 1e-6
        and gold.get("amount_max") == read.get("amount_max")
        and gold["unit"] == read["unit"]
    )


def score(cases: Iterable[dict], read=read_message) -> Score:
    total = Score()
    for case in cases:
        _score_case(case, [figure.as_json() for figure in read(case["text"])], total)
    return total


def _pair(gold: list[dict], got: list[dict]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for exact in (True, False):
        for g, figure in enumerate(gold):
            if g in pairs:
                continue
            for r, read in enumerate(got):
                near = abs(figure.get("start", -99) - read["start"]) <= (2 if exact else 10**6)
                if r not in pairs.values() and near and same_amount(figure, read):
                    pairs[g] = r
                    break
    return pairs


def _score_case(case: dict, got: list[dict], total: Score) -> None:
    gold = case["figures"]
    pairs = _pair(gold, got)
    for g, figure in enumerate(gold):
        if figure["role"] not in COUNTED:
            continue
        total.expected += 1
        if g not in pairs:
            total.misses.append(f"{case['id']} MISSED {figure['surface']} | {case['text']}")
            continue
        _score_pair(case, figure, got[pairs[g]], total)
    _score_reported(case, gold, got, pairs, total)


def _score_pair(case: dict, figure: dict, read: dict, total: Score) -> None:
    total.amount_unit += 1
    approx = bool(figure["approx"]) == bool(read["approx"])
    total.approx += approx
    total.amount += approx
    options = readings(figure)
    pair = (bare(read["verb"]), bare(read["object"]))
    verb_right = any(pair[0] == verb for verb, _ in options)
    object_right = any(pair[1] == thing for _, thing in options)
    right = approx and pair in options
    total.verb += verb_right
    total.object += object_right
    total.all += right
    total.role += read["role"] == figure["role"]
    if not right:
        total.misses.append(
            f"{case['id']} {figure['surface']}: want {options} got {pair} "
            f"approx {figure['approx']}/{read['approx']} | {case['text']}"
        )
    if read["role"] != figure["role"]:
        total.misses.append(
            f"{case['id']} {figure['surface']}: role want {figure['role']} got {read['role']}"
            f" | {case['text']}"
        )


def _score_reported(
    case: dict, gold: list[dict], got: list[dict], pairs: dict[int, int], total: Score
) -> None:
    by_read = {r: gold[g] for g, r in pairs.items()}
    for r, read in enumerate(got):
        if read["role"] not in COUNTED | NEUTRAL:
            continue
        total.reported += 1
        figure = by_read.get(r)
        if figure is None:
            total.wrong += 1
            total.misses.append(f"{case['id']} INVENTED {read['surface']} {read} | {case['text']}")
        elif figure["role"] in {"plan", "foreign"}:
            total.wrong += 1
            total.plan_as_done += 1
            total.misses.append(
                f"{case['id']} {figure['role']} AS DONE {read['surface']} | {case['text']}"
            )
        elif figure["role"] not in COUNTED and read["role"] in COUNTED:
            total.misses.append(
                f"{case['id']} {figure['role']} as {read['role']} {read['surface']}"
                f" | {case['text']}"
            )
    for phrase in case.get("not_figures", []):
        at = case["text"].find(phrase)
        total.from_not_figures += any(
            at <= read["start"] and read["start"] + len(read["surface"]) <= at + len(phrase)
            for read in got
            if at >= 0
        )


def load(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
