"""What other organisations are asked: a request that waits, with the name of its reporter, and one that came back."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import Organisation
from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.portal.demo.clock import turned_back
from apps.portal.demo.featured import file_report
from apps.reports.enums import Recurrence
from apps.reports.services import conversation, referral, triage

WAITING, RETURNED = "FY36-CM47", "GJ94-TX63"


def make_referred_reports(hromada, people):
    """Make what waits for Oksana, and what she gave back. As of today; nobody is told again."""
    lighting = Organisation.objects.get(name_en="Council, lighting")
    with turned_back(timezone.now()) as clock:
        now = clock.moment
        _waiting(hromada, people, lighting, clock, now)
        _returned(hromada, people, lighting, clock, now)
    mark_fanned_out(Event.objects.unfanned())


def _waiting(hromada, people, lighting, clock, now):
    """Andrii has the key of the yard and agreed by telephone that the council may call him."""
    clock.moment = now - timedelta(days=1, hours=6)
    report = file_report(
        hromada,
        "street-light",
        "Rynok",
        reporter=people["andrii"],
        words="У дворі за ринком третій вечір темно, а ворота замикають. Ключ є в мене, можу відчинити майстрам.",
        recurrence=Recurrence.LASTING,
        reference=WAITING,
    )
    clock.moment += timedelta(hours=4)
    triage.acknowledge_report(report, by=people["larysa"])
    conversation.answer_reporter(
        report, by=people["larysa"], text="Дякую, Андрію. Передаю до ради разом із вашим телефоном, як домовилися."
    )
    referral.refer_report(
        report,
        by=people["larysa"],
        organisation=lighting,
        words="Не світить ліхтар у дворі за площею Ринок, 14. Двір замикають, ключ має заявник: зателефонуйте йому.",
        next_news_on=(now + timedelta(days=4)).date(),
        consent_note="телефоном, учора",
    )


def _returned(hromada, people, lighting, clock, now):
    """The lamp belongs to somebody else; the officer reads it and goes on."""
    clock.moment = now - timedelta(days=3, hours=2)
    report = file_report(
        hromada,
        "street-light",
        "Zaritska",
        reporter=people["olena"],
        words="Біля гуртожитку ліхтар блимає всю ніч, спати неможливо.",
        recurrence=Recurrence.REPEATED,
        reference=RETURNED,
    )
    clock.moment += timedelta(hours=3)
    triage.acknowledge_report(report, by=people["iryna"])
    request = referral.refer_report(
        report,
        by=people["iryna"],
        organisation=lighting,
        words="Блимає ліхтар біля гуртожитку, вулиця Зарічна.",
        next_news_on=(now + timedelta(days=2)).date(),
    )
    clock.moment = now - timedelta(hours=5)
    referral.return_referral(
        request,
        by=people["oksana"],
        answer="Цей ліхтар стоїть на території гуртожитку й належить коледжу. Телефон завгоспа: 050 000 17 00.",
    )
