"""What is marked in words for everybody, in both languages and both alphabets; and what is left alone."""

import time

import pytest

from apps.reports.redaction import Kind, findings, parts


def found(text, **kwargs):
    """The findings as (kind, words)."""
    return [(finding.kind, finding.words) for finding in findings(text, **kwargs)]


@pytest.mark.parametrize(
    "words",
    [
        "+380 67 000 31 18",
        "+380670003118",
        "+38 (067) 000-31-18",
        "38 067 000 31 18",
        "067 000 31 18",
        "067-000-31-18",
        "(044) 000 00 10",
        "0670003118",
        "067.000.31.18",
        "+48 600 100 200",
        "+1 202-555-0142",
    ],
)
def test_a_phone_is_found(words):
    assert found(f"Дзвоніть {words}, увечері") == [(Kind.PHONE, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Гаряча лінія 0 800 500 335",
        "Дзвоніть 102 або 112",
        "12.04.2026 о 22:00",
        "2026-04-12 22:00",
        "ЄО-4812 від 12.04.2026",
        "рахунок 12345678901234567890",
    ],
)
def test_a_number_that_is_nobodys_phone_is_left(text):
    assert found(text) == []


@pytest.mark.parametrize("words", ["olena.s@example.org", "o-s+a@post.example.com.ua", "OLENA@EXAMPLE.ORG"])
def test_an_email_is_found(words):
    assert found(f"пишіть на {words}.") == [(Kind.EMAIL, words)]


@pytest.mark.parametrize(
    "words",
    [
        "AA1234BB",  # Latin
        "АА1234ВВ",  # Cyrillic
        "АA1234ВB",  # one letter of each
        "AA 1234 BB",
        "АІ-4812-КХ",
        "аа1234вв",
        "ka0007yz",
        "123-45 КА",
    ],
)
def test_a_plate_is_found_in_either_alphabet(words):
    assert found(f"сірий фургон {words} щовечора") == [(Kind.PLATE, words)]


@pytest.mark.parametrize("text", ["за 2023 та 2024 рік", "на 2024 рік", "ДСТУ 1234 ЄС", "KV47-RM93", "A1234B"])
def test_what_only_resembles_a_plate_is_left(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "вул. Млинова, 8",
        "вул. Млиновій 8",
        "вулиці Лесі Українки, буд. 12а",
        "вулиця Героїв Крут 14-Б",
        "просп. Миру 24/1",
        "провулку Садовому, 3",
        "пл. Ринок, 1",
        "шосе Київське, 102",
        "Млиновій, 8",
        "Садової 3",
        "будинку 14",
        "буд. № 14",
        "8 Mlynova St",
        "12a Ivan Franko Street",
        "Mlynova St 8",
        "Mlynova St, 8",
        "house 14",
        "building No. 3",
    ],
)
def test_the_number_of_a_house_is_found(words):
    assert found(f"темно: {words} і далі") == [(Kind.ADDRESS, words)]


@pytest.mark.parametrize(
    "text",
    [
        "на вул. Млиновій темно",
        "вул. Млинова, біля містка",
        "вулиця Івана Франка",
        "площа Тараса Шевченка",
        "на Майдані Незалежності",
        "Ivan Franko Street is dark",
        "Lighting: Mlynova St, by the footbridge",
    ],
)
def test_a_street_without_a_number_is_left(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "words", ["кв. 12", "кв 12", "квартира 5", "квартирі № 5", "під’їзд 3", "під'їзді № 3", "flat 12", "apt. 5"]
)
def test_a_flat_is_found(words):
    assert found(f"шум, {words}, щоночі") == [(Kind.FLAT, words)]


def test_an_area_in_square_metres_is_no_flat():
    assert found("пустир 12 кв. м") == []


def test_house_and_flat_are_two_findings():
    text = "Шум: вул. Млинова, 8, кв. 4"

    assert found(text) == [(Kind.ADDRESS, "вул. Млинова, 8"), (Kind.FLAT, "кв. 4")]


@pytest.mark.parametrize(
    "words",
    [
        "Іван Петренко",
        "Олени Савчук",
        "Мар’яна Д’яченко",
        "Марʼяна Нечуй-Левицька",
        "Ivan Petrenko",
        "Іван Петрович Сидоренко",
        "Коваль І. П.",
        "Коваль І.",
        "І. Коваль",
        "O. Savchuk",
        "пан Петро",
        "пані Оксани",
        "сусід Іван",
        "Mr Petrenko",
        "neighbour Petro",
        "Петренко",
        "Ковальчука",
        "Kovalchuk",
        "ІВАНЕНКО",
        "КОВАЛЬЧУКОМ",
        "IVANENKO ПЕТРО",
        "КОВАЛЬ ІВАН ПЕТРОВИЧ",
        "Ivan PETRENKO",
        "МАР’ЯНА НЕЧУЙ-ЛЕВИЦЬКА",
        "КОВАЛЬ І. П.",
        "І. КОВАЛЬ",
        "сусід КОВАЛЬ",
    ],
)
def test_a_name_is_perhaps_found(words):
    assert found(f"кажуть, що {words} там був") == [(Kind.NAME, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Біля Заріччя не горять ліхтарі.",
        "Two Lamps are dark",
        "On Monday it was dark",
        "Ліхтарі не горять. Мешканці скаржаться.",
        "Зупинка «Школа», маршрут 12",
    ],
)
def test_a_capital_that_begins_a_sentence_is_no_name(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ДТП біля АТБ на АЗС ОККО",
        "ЖЕК і ОСББ не відповідають",
        "записано до ЄРДР",
        "новий LED на зупинці",
        "вулиця ЛЕСІ УКРАЇНКИ",
    ],
)
def test_capitals_that_are_nobodys_name_are_left(text):
    assert found(text) == []


def test_a_small_word_before_a_name_is_not_marked_with_it():
    assert found("Біля Івана Петренка темно") == [(Kind.NAME, "Івана Петренка")]


def test_what_everybody_knows_is_passed_over():
    text = "Старе Місто, біля Млинова, 8: Іван Петренко"

    assert found(text, known=["Старе Місто", "Млинова, 8", "", None]) == [(Kind.NAME, "Іван Петренко")]


def test_a_known_phrase_hides_only_whole_words():
    assert found("Іван Петренко", known=["Іван Петрен"]) == [(Kind.NAME, "Іван Петренко")]


def test_findings_stand_in_the_order_of_the_text_and_do_not_overlap():
    text = "Іван Петренко, AA1234BB, +380 67 000 31 18, olena@example.org, кв. 4"

    places = [(finding.start, finding.end) for finding in findings(text)]
    assert len(places) == 5
    assert all(before[1] <= after[0] for before, after in zip(places, places[1:], strict=False))
    assert [text[start:end] for start, end in places] == [finding.words for finding in findings(text)]


def test_the_parts_of_a_text_make_the_text():
    text = "Шум, кв. 4, щоночі"

    assert parts(text, findings(text)) == [("Шум, ", None), ("кв. 4", Kind.FLAT), (", щоночі", None)]


@pytest.mark.parametrize("piece", ["Аа ", "вул. а ", "0 ", "a.", "А’а-", "пан ", "\0", "Street ", "АА ", "ААА-", "А’А"])
def test_hostile_words_are_read_quickly(piece):
    text = piece * (4000 // len(piece))

    began = time.process_time()
    findings(text)

    assert time.process_time() - began < 1
