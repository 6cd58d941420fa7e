"""What people type, and the kind of report that comes first."""

import pytest

from apps.areas.search import words_of
from apps.reports.categories import CATEGORIES
from apps.reports.everyday import Said, best_first, has_words, stem
from apps.reports.everyday_words import EVERYDAY_WORDS

THINGS = {
    each["code"]: [
        Said(words, weight)
        for field, weight in ((each["name"], 2.0), (each["description"], 1.0))
        for words in field.values()
    ]
    + [Said(words, 2.0) for words in EVERYDAY_WORDS[each["code"]]]
    for each in CATEGORIES
}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("лампа не світить", "street-light"),
        ("у нас на вулиці вже тиждень темно", "street-light"),
        ("не горять ліхтарі", "street-light"),
        ("ямы на дороге", "road-hazard"),
        ("відкритий люк", "road-hazard"),
        ("сусіди палять листя", "rubbish"),
        ("собака покусала дитину", "stray-animals"),
        ("собаці не одягають намордник", "stray-animals"),
        ("машини стоять на тротуарі", "parking"),
        ("не можу проїхати з візком", "parking"),
        ("мотоцикли ганяють уночі", "dangerous-driving"),
        ("п'яний за кермом", "dangerous-driving"),
        ("сусід зверху шумить і не дає спати", "noise"),
        ("алкаші на лавочці", "public-drinking"),
        ("бійки біля під’їзду", "public-drinking"),
        ("продають сигарети школярам", "illegal-trade"),
        ("розмалювали стіну", "vandalism"),
        ("обікрали квартиру", "burglary"),
        ("вкрали велик", "bicycle-theft"),
        ("мене обдурили по телефону, зняли гроші з картки", "fraud"),
        ("чоловік ходить за мною", "threats"),
        ("сусід б'є дружину", "domestic-violence"),
        ("дитину цькують у школі", "child-at-risk"),
        ("закладчики копаються в клумбі", "drug-dealing"),
        ("наркомани у під'їзді", "drug-dealing"),
        ("наркотеки", "drug-dealing"),
        ("чула постріли", "weapons"),
        ("знайшли снаряд", "ordnance"),
        ("боюсь там ходити", "unsafe-place"),
        ("незнайомці заглядають у вікна", "suspicious-behaviour"),
        ("drug dealing in the yard", "drug-dealing"),
        ("somebody sells weed by our entrance", "drug-dealing"),
        ("the lamp is out", "street-light"),
        ("street lights not working", "street-light"),
        ("dogs chasing children", "stray-animals"),
        ("car parked on the sidewalk", "parking"),
        ("loud party every night", "noise"),
        ("drunks fighting", "public-drinking"),
        ("my bike was stolen", "bicycle-theft"),
        ("scammed by a fake bank call", "fraud"),
        ("someone is following me", "threats"),
        ("husband hits his wife", "domestic-violence"),
        ("I heard gunshots", "weapons"),
        ("unexploded shell", "ordnance"),
        ("potholes", "road-hazard"),
        ("grafitti", "vandalism"),
        ("trash not collected", "rubbish"),
    ],
)
def test_everyday_words_find_the_kind_first(typed, code):
    assert best_first(typed, THINGS)[:1] == [code]


@pytest.mark.parametrize("half", ["ліх", "ліхт", "street l", "l" + "amp"])
def test_half_typed_words_find_the_kind(half):
    assert "street-light" in best_first(half, THINGS)


@pytest.mark.parametrize("typed", ["", "на і в", "the", "xyzzy", "...", "я" * 5000])
def test_nothing_is_found_by_words_that_say_nothing(typed):
    assert best_first(typed, THINGS) == []


def test_has_words_leaves_out_what_says_nothing():
    assert (has_words("the на"), has_words("the lamp")) == (False, True)


def test_a_rare_word_outweighs_a_common_one():
    things = {"bench": [Said("yard bench")], "swing": [Said("yard swing")], "drugs": [Said("yard drugs")]}

    assert best_first("drugs in the yard", things) == ["drugs"]
    assert set(best_first("yard", things)) == set(things)


@pytest.mark.parametrize(
    "forms",
    [
        "ліхтар ліхтаря ліхтарі ліхтарів ліхтарями",
        "собака собаки собаці собаку собакою",
        "світить світять світити",
        "стріляють стріляли стріляє стріляти",
        "light lights lighting",
        "noise noisy noises",
        "bully bullying bullied bullies",
        "rob robbed",
    ],
)
def test_stem_is_one_for_the_forms_of_a_word(forms):
    assert len({stem(word) for word in words_of(forms)}) == 1


def test_each_kind_of_a_new_portal_has_everyday_words():
    assert {each["code"] for each in CATEGORIES} == set(EVERYDAY_WORDS)
    assert all(uk and en for uk, en in EVERYDAY_WORDS.values())
