"""Ukrainian in Latin letters by the rules of 2010: the examples of the resolution itself."""

import pytest

from apps.areas.names import slug_of, transliterate


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Алушта", "Alushta"),
        ("Згорани", "Zghorany"),
        ("Розгон", "Rozghon"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Щербухи", "Shcherbukhy"),
        ("ГОЩА", "HOSHCHA"),
        ("Юрій", "Yurii"),
        ("Корюківка", "Koriukivka"),
        ("Яготин", "Yahotyn"),
        ("Костянтин", "Kostiantyn"),
        ("Русь", "Rus"),
        ("Знам’янка", "Znamianka"),
        ("Подвір'я", "Podviria"),
        ("Феодосія", "Feodosiia"),
        ("Вишнеград, вул. Заріцька, 4-Б", "Vyshnehrad, vul. Zaritska, 4-B"),
        ("Kyiv 2", "Kyiv 2"),
    ],
)
def test_transliterate_official_example(ukrainian, latin):
    assert transliterate(ukrainian) == latin


def test_slug_of_a_name_is_latin():
    assert slug_of("Балаклеївська сільська громада") == "balakleivska-silska-hromada"


def test_slug_of_a_long_name_ends_at_a_letter():
    assert slug_of("а " * 60, limit=10) == "a-a-a-a-a"
