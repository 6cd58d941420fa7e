"""Colleagues named in internal notes: who can be, and what a wrong name is answered with."""

import pytest

from apps.accounts.enums import RoleKind
from apps.accounts.models import Person
from apps.events.models import Event
from apps.reports.enums import ReportEvent, Sensitivity
from apps.reports.models import Report
from apps.reports.selectors import police_who_read
from apps.reports.staff.mentions import UnknownColleague, mentioned_in
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import CategoryFactory, make_report
from tests.reports.desk_helpers import page_of, text_of, write

IRYNA, BOHDAN, MARIANA = (
    Person(pk=pk, name=name) for pk, name in enumerate(("Ірина Коваль", "Bohdan Melnyk", "Мар’яна Д’як"))
)
NAMESAKE = Person(pk=9, name="Ірина Ковальчук")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ірина Коваль, глянь", [IRYNA]),
        ("глянь, @ірина коваль", [IRYNA]),
        ("(@Ірина)", [IRYNA]),
        ("@Коваль: так", [IRYNA]),
        ("@Мар’яна Д’як і @Bohdan", [MARIANA, BOHDAN]),
        ("@Bohdan Melnyk @Bohdan", [BOHDAN]),
        ("пишіть на olena@example.org або о @9:00", []),
        ("нікого", []),
    ],
)
def test_who_is_named(text, named):
    assert mentioned_in(text, [IRYNA, BOHDAN, MARIANA]) == named


def test_the_longest_name_that_fits_is_meant():
    assert mentioned_in("@Ірина Ковальчук, @Ірина Коваль", [IRYNA, NAMESAKE]) == [NAMESAKE, IRYNA]


@pytest.mark.parametrize(("text", "said"), [("@Петро", "@Петро"), ("@Ірина, глянь", "@Ірина Коваль, @Ірина Ковальчук")])
def test_a_name_that_fits_nobody_or_several_is_refused(text, said):
    with pytest.raises(UnknownColleague, match=said):
        mentioned_in(text, [IRYNA, NAMESAKE])


@pytest.mark.django_db
@pytest.mark.parametrize("sensitivity", Sensitivity.values)
@pytest.mark.parametrize("filed_by", ["olena", "bohdan"])
def test_who_can_be_named_is_who_may_handle_the_report(
    areas, olena, iryna, bohdan, oksana, marko, administrator, sensitivity, filed_by
):
    report = make_report(
        areas.zarichchia,
        category=CategoryFactory(sensitivity=sensitivity),
        reporter=Person.objects.get(email=f"{filed_by}@example.org"),
    )
    everybody = [olena, iryna, bohdan, oksana, marko, administrator]
    for kind, area in ((RoleKind.OFFICER, areas.hromada), (RoleKind.OFFICER, areas.stare_misto)):
        everybody.append(PersonFactory())
        RoleFactory(person=everybody[-1], kind=kind, area=area)
    for assignee in (None, iryna):
        Report.objects.filter(pk=report.pk).update(assignee=assignee)
        report.refresh_from_db()

        expected = {person for person in everybody if person.has_perm("reports.triage_report", report)}
        assert set(police_who_read(report)) == expected


@pytest.mark.django_db
def test_a_note_names_a_colleague(desk, bohdan, report):
    assert "@Bohdan Melnyk" in text_of(desk.get(page_of(report)))

    assert write(desk, report, audience="internal", text="@Bohdan, look").status_code == 302
    assert Event.objects.get(name=ReportEvent.NOTED).data["mentioned"] == [bohdan.pk]


@pytest.mark.django_db
def test_a_note_with_a_wrong_name_is_kept_and_not_sent(desk, report, oksana):
    answer = write(desk, report, audience="internal", text="@Oksana, look")

    assert answer.status_code == 422
    assert "Nobody who may read this report is called @Oksana." in text_of(answer)
    assert "@Oksana, look" in text_of(answer)
    assert not Event.objects.filter(name=ReportEvent.NOTED).exists()


@pytest.mark.django_db
def test_an_at_to_the_reporter_names_nobody(desk, report):
    assert write(desk, report, audience="reporter", text="@Somebody").status_code == 302
