"""Suggested categories: learnt, kept as a file, guessed, and honest about what they don't know."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from wangge.cases.jobs import learn_categories
from wangge.cases.queries.suggesting import file_of_model, suggest
from wangge.cases.rules import Stage
from wangge.cases.rules.learning import learn, wordings_of
from wangge.cases.rules.suggesting import grams, guess, hints_of, packed, unpacked
from wangge.cases.tests.make import make_case, make_category
from wangge.people.tests.cast import AT

RUBBISH, LAMP, BIKES = UUID(int=1), UUID(int=2), UUID(int=3)
HINTS = [("暴露垃圾", RUBBISH), ("垃圾没人清", RUBBISH), ("路灯", LAMP), ("共享单车乱象", BIKES)]
TEXTS = [
    ("桶边一堆垃圾没人清", RUBBISH), ("生活垃圾散落一地", RUBBISH), ("垃圾袋臭得很", RUBBISH),
    ("路灯不亮", LAMP), ("灯坏了晚上看不见路", LAMP), ("灯杆歪了", LAMP),
    ("小黄车堆成山", BIKES), ("共享单车挡住盲道", BIKES), ("单车乱停", BIKES),
]  # fmt: skip


def taught():
    return learn([text for text, _ in TEXTS], [one for _, one in TEXTS], HINTS, "some")


def test_signs_that_are_no_letters_don_t_count() -> None:
    assert grams("路灯，不亮！").tolist() == grams("路灯不亮").tolist()
    assert grams("！？ …").size == 0
    assert grams("路" * 10_000).size == 2


def test_what_was_learnt_is_guessed_with_shares_that_add_up() -> None:
    model = taught()
    assert guess(model, "楼下垃圾没人管")[0][0] == RUBBISH
    assert guess(model, "晚上灯不亮")[0][0] == LAMP
    every = guess(model, "单车", limit=9)
    assert every[0][0] == BIKES and len(every) == 3
    assert sum(share for _, share in every) == pytest.approx(1, abs=1e-5)
    assert every == sorted(every, key=lambda one: -one[1])


def test_a_text_of_unknown_words_suggests_nothing() -> None:
    assert guess(taught(), "xyz") == [] and guess(taught(), "") == []


def test_the_catalogue_alone_is_a_start() -> None:
    model = learn([], [], HINTS)
    assert guess(model, "这里的路灯坏了")[0][0] == LAMP


def test_without_a_category_nothing_is_learnt() -> None:
    with pytest.raises(ValueError):
        learn(["垃圾"], [RUBBISH], [])


def test_texts_of_an_ended_category_are_left_out() -> None:
    assert UUID(int=9) not in learn(["垃圾"], [UUID(int=9)], HINTS).classes


def test_learning_twice_gives_the_same() -> None:
    assert packed(taught()) == packed(taught())


def test_a_file_gives_back_what_was_learnt() -> None:
    model = taught()
    again = unpacked(packed(model))
    assert again.classes == model.classes and again.upto == "some"
    assert np.array_equal(again.weights, model.weights)
    assert guess(again, "路灯") == guess(model, "路灯")


@pytest.mark.parametrize("broken", [b"", b"no archive", packed(taught())[:-200]])
def test_another_file_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(broken)


def test_a_pickle_is_never_opened() -> None:
    file = packed(replace(taught(), bias=np.array([{}, {}], dtype=object)))  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        unpacked(file)


def test_confidence_follows_how_often_it_is_right() -> None:
    """Words that say nothing of the category: the best guess is right as often as it claims."""
    chance = np.random.default_rng(4)
    signs = [chr(0x4E00 + n) for n in range(400)]
    texts = ["".join(chance.choice(signs, 12)) for _ in range(240)]
    labels = [(RUBBISH, LAMP, BIKES)[n % 3] for n in range(240)]
    model = learn(texts, labels, HINTS)
    asked = ["".join(chance.choice(signs, 12)) for _ in range(200)]
    assert 0.3 < np.mean([guess(model, text)[0][1] for text in asked]) < 0.5


def test_alike_texts_are_one_wording() -> None:
    texts = ["石榴巷垃圾桶满了没人清", "豆腐巷垃圾桶满了没人清", "路灯一闪一闪看着头晕"]
    assert wordings_of(texts) == [0, 0, 2]
    assert wordings_of([]) == []


def test_the_catalogue_s_own_words() -> None:
    assert hints_of("路灯异常", "路灯坏了", "不亮 灯杆") == ["路灯", "路灯坏了", "不亮", "灯杆"]
    assert hints_of("暴露垃圾", "", "") == ["暴露垃圾"]


def test_before_anything_is_learnt_nothing_is_suggested(db) -> None:
    assert suggest("垃圾") == []


def test_filed_cases_teach(cast) -> None:
    rubbish, lamp = make_category(), make_category("01037", "路灯异常", keywords="不亮")
    for n in range(6):
        words = {"category": rubbish, "text": f"阿黄又叼骨头{n}"}
        make_case(cast, Stage.CLOSED, filed_at=AT, **words)
    make_case(cast, Stage.VOID, filed_at=AT, category=lamp, text="阿黄")
    assert learn_categories(AT) == 6
    first = suggest("阿黄叼来骨头")[0]
    assert (first.category, first.name) == (rubbish.pk, "暴露垃圾")
    assert suggest("灯不亮")[0].category == lamp.pk


def test_a_whole_case_teaches_and_not_its_parts(cast) -> None:
    whole = make_case(cast, Stage.CLOSED, filed_at=AT)
    make_case(cast, Stage.CLOSED, filed_at=AT, parent=whole)
    assert learn_categories(AT) == 1


def test_nothing_new_is_not_learnt_again(cast) -> None:
    make_case(cast, Stage.CLOSED, filed_at=AT)
    assert learn_categories(AT) == 1
    before = file_of_model().stat().st_mtime_ns
    assert learn_categories(AT) == 0
    assert file_of_model().stat().st_mtime_ns == before
    make_case(cast, Stage.CLOSED, filed_at=AT)
    assert learn_categories(AT) == 2


def test_a_broken_file_is_learnt_anew(cast) -> None:
    make_category()
    file_of_model().write_bytes(b"half a fi")
    assert suggest("垃圾") == []
    learn_categories(AT)
    assert suggest("垃圾")[0].name == "暴露垃圾"
    assert [file.name for file in Path(file_of_model()).parent.glob("*.part")] == []


def test_an_empty_catalogue_teaches_nothing(db) -> None:
    assert learn_categories(AT) == 0
    assert not file_of_model().exists()
