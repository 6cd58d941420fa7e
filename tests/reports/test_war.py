"""What is not taken during martial law, and what is taken although it sounds alike."""

import pytest

from apps.reports.errors import WarRefused
from apps.reports.models import Message, Report
from apps.reports.services.conversation import add_note, post_public_update, reply_as_reporter
from apps.reports.services.correction import correct_report
from apps.reports.services.followup import dispute_solution
from apps.reports.services.release import release_report
from apps.reports.services.triage import resolve_report
from apps.reports.war import refuse, telling
from tests.factories.reports import make_report

REFUSED = [
    ("Перед блокпостом на виїзді темно.", "блокпостом"),
    ("За школою стоїть ППО", "ППО"),
    ("Зенітники сидять на даху", "Зенітники"),
    ("У садочку живуть військові і шумлять вночі.", "живуть військові"),
    ("Військові, яких багато, стоять у лісі", "Військові, яких багато, стоять"),
    ("Вулицею їде колона військової техніки", "військової техніки"),
    ("солдати копають окопи за селом", "солдати копають окопи"),
    ("П’ють біля військової частини", "військової частини"),
    ("Ракета влучила в завод", "Ракета влучила"),
    ("шахед упав біля мосту", "шахед упав"),
    ("Після прильоту вибиті вікна", "прильоту"),
    ("після обстрілу лишилася вирва", "обстрілу"),
    ("Танки стояли тут тиждень", "Танки стояли"),
    ("возле школы стоят войска", "стоят войска"),
    ("работает ПВО", "ПВО"),
    ("There is a checkpoint behind the bridge.", "checkpoint"),
    ("Soldiers are staying in the school", "Soldiers are staying"),
    ("a military convoy blocks the road", "military convoy"),
    ("A missile hit the plant yesterday", "missile hit"),
    ("air defence on the roof", "air defence"),
    ("shelling broke our windows", "shelling"),
    ("the army moved into the old mill", "the army moved"),
]
TAKEN = [
    "П’яний чоловік у військовій формі чіпляється до жінок біля крамниці, стоїть там щовечора.",
    "Мій чоловік військовий, нас обікрали, поки він на службі.",
    "Солдат побив жінку і втік.",
    "Шахраї збирають гроші на ЗСУ, стоять біля супермаркету.",
    "Збирають для військових і стоять біля ринку без документів.",
    "На вулиці Танкістів стоїть розбите авто.",
    "Біля пам’ятника танки стоять без світла, ліхтар не горить.",
    "Колона машин паркується на тротуарі.",
    "Дрон висить над двором і знімає вікна.",
    "Сусіди запускали феєрверк, ракета влучила в балкон.",
    "Хлопці обстріляли дітей з пневматики.",
    "На вулиці Зенітній темно.",
    "Гойдалка зламана, спортивний снаряд упав на дитину.",
    "Приліт рейса затримали, таксист обдурив.",
    "Two lamps by the stairs are dark.",
    "A man in military uniform is standing under my window.",
    "My husband is in the army; he moved out and now threatens me.",
    "Gas tanks are standing in front of the entrance.",
    "They shoot fireworks, a rocket hit my window.",
    "Fraudsters collect money for the army, standing by the shop.",
    "Кабінет лікаря на першому поверсі обікрали.",
]


@pytest.mark.parametrize(("text", "told"), REFUSED)
def test_words_that_tell_a_place_of_the_war_are_found(text, told):
    assert telling(text) == told


@pytest.mark.parametrize("text", TAKEN)
def test_words_that_only_sound_alike_are_taken(text):
    assert telling(text) == ""


def test_refuse_says_why_and_whom_to_call(settings):
    settings.SECURITY_SERVICE_PHONE = "0 800 501 482"

    with pytest.raises(WarRefused, match=r"«блокпост» .* 114-2.* 0 800 501 482, .* 102"):
        refuse("Лампа не світить.", "блокпост")


def test_refuse_after_martial_law_takes_everything(settings):
    settings.MARTIAL_LAW = False

    refuse("блокпост")


def test_telling_is_quick_for_the_longest_text():
    assert telling("солдати " * 500 + "я" * 4000) == ""


@pytest.mark.parametrize("field", ["words", "place", "happened_text"])
@pytest.mark.django_db
def test_submit_report_that_tells_of_troops_leaves_nothing(areas, field):
    with pytest.raises(WarRefused):
        make_report(areas.zarichchia, **{field: "by the checkpoint"})

    assert not Report.objects.exists()


@pytest.mark.django_db
def test_reply_that_tells_of_troops_is_refused_and_a_note_of_the_police_is_not(areas, olena, iryna, police):
    report = make_report(areas.zarichchia, reporter=olena)

    with pytest.raises(WarRefused):
        reply_as_reporter(report, by=olena, text="It is by the checkpoint.")

    assert not Message.objects.exists()
    add_note(report, by=iryna, text="The checkpoint has seen it.")


@pytest.mark.django_db
def test_correction_that_tells_of_troops_changes_nothing(areas, olena):
    report = make_report(areas.zarichchia, reporter=olena)

    with pytest.raises(WarRefused):
        correct_report(report, by=olena, words="Two lamps by the checkpoint are dark.", answers={})

    report.refresh_from_db()
    assert report.words == "Two lamps by the stairs are dark."


@pytest.mark.django_db
def test_dispute_that_tells_of_troops_changes_nothing(areas, olena, iryna, police):
    report = make_report(areas.zarichchia, reporter=olena)
    resolve_report(report, by=iryna, outcome="Repaired.")

    with pytest.raises(WarRefused):
        dispute_solution(report, by=olena, text="The lamp by the checkpoint is dark.")

    report.refresh_from_db()
    assert report.status == "resolved"


@pytest.mark.django_db
def test_what_becomes_public_tells_nothing_of_troops(areas, iryna, police):
    report = make_report(areas.zarichchia)

    with pytest.raises(WarRefused):
        release_report(report, by=iryna, title_en="Lamp out", summary_uk="Темно біля блокпоста.")

    release_report(report, by=iryna, title_en="Lamp out")
    with pytest.raises(WarRefused):
        post_public_update(report, by=iryna, text="The lamp at the checkpoint is repaired.")
