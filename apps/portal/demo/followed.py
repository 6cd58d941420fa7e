"""Reports that show what a reporter can still do after sending one."""

from datetime import timedelta

from django.utils import timezone

from apps.core.references import new_secret_code
from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.portal.demo.clock import turned_back
from apps.portal.demo.featured import file_report
from apps.reports.enums import Recurrence
from apps.reports.services import conversation, triage
from apps.reports.services.anonymity import become_anonymous
from apps.reports.services.appeals import ask_for_appeal, redate_appeal, register_appeal
from apps.reports.services.correction import correct_report
from apps.reports.services.erasure import erase_report
from apps.reports.services.followup import confirm_solution, say_whether_it_lasts

CORRECTED, APPEALED, LASTING, BACK = "NV43-TK97", "PH63-VD74", "RT36-MK79", "WD94-HN63"
ANONYMOUS, ERASED = "UC73-GX69", "HD47-QR93"


def make_followed_reports(hromada, people):
    """Make what Nadiia corrected and erased, what Andrii appeals about, and what Olena and Sofiia were asked later.

    As of today; nobody is told again.
    """
    with turned_back(timezone.now()) as clock:
        now = clock.moment
        _corrected(hromada, people, clock, now)
        _appealed(hromada, people, clock, now)
        words = "Уночі хтось ламає лавки біля під’їзду, на ранок дошки лежать у траві."
        _closed(hromada, people, clock, now, reporter="olena", words=words, reference=LASTING)
        words = "На дитячому майданчику п’ють до ранку, вранці там скло."
        back = _closed(hromada, people, clock, now, reporter="sofiia", words=words, reference=BACK)
        clock.moment = now - timedelta(days=1)
        say_whether_it_lasts(back, by=people["sofiia"], lasts=False)
        _anonymous(hromada, people, clock, now)
        _erased(hromada, people, clock, now)
    mark_fanned_out(Event.objects.unfanned())


def _corrected(hromada, people, clock, now):
    """Not read yet: Nadiia has mistaken the house."""
    clock.moment = now - timedelta(hours=2)
    report = file_report(
        hromada,
        "street-light",
        "Vokzalna",
        reporter=people["nadiia"],
        words="Біля будинку 14 третій вечір немає світла, на сходах можна впасти.",
        recurrence=Recurrence.LASTING,
        reference=CORRECTED,
    )
    clock.moment += timedelta(minutes=25)
    correct_report(
        report,
        by=people["nadiia"],
        words="Біля будинку 16, а не 14, третій вечір немає світла, на сходах можна впасти.",
        happened_text="з шостої вечора",
    )


def _appealed(hromada, people, clock, now):
    """A statutory appeal with a number, half of its month gone; he had handed it in on paper two days before."""
    clock.moment = now - timedelta(days=16, hours=3)
    report = file_report(
        hromada,
        "road-hazard",
        "Soborna",
        reporter=people["andrii"],
        words="Перед поворотом до ринку яма на пів смуги. За місяць тут пробили колеса троє сусідів, я — двічі.",
        recurrence=Recurrence.LASTING,
        reference=APPEALED,
    )
    clock.moment += timedelta(hours=20)
    triage.acknowledge_report(report, by=people["bohdan"])
    clock.moment += timedelta(hours=2)
    ask_for_appeal(report, by=people["andrii"], name="Ткаченко Андрій Петрович", address="вул. Соборна, 21, кв. 4")
    clock.moment += timedelta(days=2)
    register_appeal(report, by=people["bohdan"], number="Т-118", term_days=30)
    conversation.answer_reporter(
        report, by=people["bohdan"], text="Звернення зареєстровано. Запитали в управління доріг, коли ремонт за планом."
    )
    clock.moment += timedelta(hours=5)
    redate_appeal(
        report,
        by=people["bohdan"],
        day=(clock.moment - timedelta(days=4)).date(),
        text="Таке саме звернення ви двома днями раніше подали на папері, тож рахуємо від нього.",
    )
    triage.start_report(report, by=people["bohdan"], next_news_on=(now + timedelta(days=4)).date())


def _closed(hromada, people, clock, now, *, reporter, words, reference):
    """Closed as solved 31 days ago; returns the report."""
    clock.moment = now - timedelta(days=40)
    report = file_report(hromada, "vandalism", "Mlynova", reporter=people[reporter], words=words, reference=reference)
    clock.moment += timedelta(hours=20)
    triage.start_report(report, by=people["bohdan"])
    clock.moment += timedelta(days=6)
    triage.resolve_report(report, by=people["bohdan"], outcome="Полагодили й тиждень обходили двір щовечора: тихо.")
    clock.moment = now - timedelta(days=31)
    confirm_solution(report, by=people[reporter])
    return report


def _anonymous(hromada, people, clock, now):
    """Sofiia's, whose neighbours began to ask who had written: she took her name out of it."""
    clock.moment = now - timedelta(days=3)
    report = file_report(
        hromada,
        "noise",
        "Mlynova",
        reporter=people["sofiia"],
        words="Майже щоночі після другої у дворі гримить музика з відчиненої машини.",
        recurrence=Recurrence.REPEATED,
        reference=ANONYMOUS,
    )
    clock.moment += timedelta(hours=9)
    triage.acknowledge_report(report, by=people["bohdan"])
    clock.moment += timedelta(days=1)
    become_anonymous(report, code=new_secret_code())


def _erased(hromada, people, clock, now):
    """Nadiia has thought better of it: the desk sees that there was a report, and nothing that she told."""
    clock.moment = now - timedelta(days=3, hours=5)
    report = file_report(
        hromada,
        "noise",
        "Mlynova",
        reporter=people["nadiia"],
        words="Сусіди згори святкують до другої ночі.",
        recurrence=Recurrence.ONCE,
        reference=ERASED,
    )
    clock.moment += timedelta(days=1)
    erase_report(report)
