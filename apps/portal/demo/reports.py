"""Eighteen months of invented reports, made by the services themselves under a clock that is turned back."""

import random
from datetime import UTC, datetime, time, timedelta

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from apps.accounts.enums import OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Role
from apps.areas.models import Area, SnapPoint
from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.portal.demo.clock import turned_back
from apps.portal.demo.stories import (
    ANSWERS,
    DISPUTES,
    NOTES,
    QUESTIONS,
    REASONS,
    REPLIES,
    RETURNED,
    STORIES,
    UPDATES,
)
from apps.reports.categories import create_categories
from apps.reports.enums import Nature, Recurrence, Registration, Sensitivity, Status
from apps.reports.models import PublicReport, Report
from apps.reports.services import conversation, followup, referral, registration, release, triage
from apps.reports.services.intake import submit_report
from apps.reports.services.support import support_report

MONTHS = 18
# How often each kind is reported, out of about a hundred.
WEIGHTS = {
    "street-light": 14,
    "rubbish": 9,
    "abandoned": 3,
    "stray-animals": 5,
    "parking": 15,
    "dangerous-driving": 7,
    "road-hazard": 6,
    "noise": 11,
    "public-drinking": 7,
    "illegal-trade": 2,
    "vandalism": 6,
    "burglary": 3,
    "bicycle-theft": 2,
    "fraud": 2,
    "threats": 1,
    "domestic-violence": 1,
    "child-at-risk": 1,
    "drug-dealing": 2,
    "weapons": 1,
    "unsafe-place": 4,
    "suspicious-behaviour": 2,
    "something-else": 2,
}
HOURS = (7, 8, 8, 9, 11, 13, 15, 17, 18, 19, 20, 20, 21, 21, 22, 23)


def make_demo_reports(hromada, residents, *, count=900, untouched=0, seed=20260421, today=None):
    """Make `count` reports in a hromada over the last 18 months, in every state, and return how many there are.

    `untouched` more came in within the last 20 hours, and nobody has read them yet. Deterministic
    for a seed and a day. `residents` are the people who file with an account. What happened is told to nobody: the
    events count as delivered.
    """
    story_teller = _StoryTeller(hromada, residents, random.Random(seed))  # noqa: S311 (an invented town, not a secret)
    end = today or timezone.now()
    begin = end - timedelta(days=MONTHS * 30)
    span = (end - begin).total_seconds()
    # More of them in each month than in the one before, as the town learns that somebody answers.
    moments = sorted(begin + timedelta(seconds=span * story_teller.dice.random() ** 0.7) for _ in range(count))
    with transaction.atomic(), turned_back(begin) as clock:
        for moment in moments:
            hour = story_teller.dice.choice(HOURS)
            local = datetime.combine(moment.astimezone(hromada.zone), time(hour, moment.minute), tzinfo=hromada.zone)
            clock.moment = min(local.astimezone(UTC), end - timedelta(minutes=story_teller.dice.randint(20, 300)))
            story_teller.tell(clock, end)
        for moment in sorted(end - timedelta(hours=story_teller.dice.uniform(0.3, 20)) for _ in range(untouched)):
            clock.moment = moment
            story_teller.tell(clock, moment)
    mark_fanned_out(Event.objects.unfanned())
    return Report.objects.within(hromada).count()


class _StoryTeller:
    """Draws one report after the other and lets the police of the town deal with it."""

    def __init__(self, hromada, residents, dice):
        self.dice = dice
        self.hromada = hromada
        self.residents = residents
        self.categories = create_categories()
        self.places = list(
            SnapPoint.objects.filter(area__path__startswith=hromada.path)
            .select_related("area")
            .defer("area__boundary")
            .order_by("code")
        )
        self.favoured = self.dice.sample(self.places, max(1, len(self.places) // 6))
        roles = Role.objects.filter(area__path__startswith=hromada.path).select_related("person", "area").order_by("pk")
        self.officers = [role for role in roles if role.kind == RoleKind.OFFICER]
        self.answering = {role.organisation_id: role.person for role in roles if role.kind == RoleKind.AUTHORITY}
        self.supervisor = next(role.person for role in roles if role.kind == RoleKind.SUPERVISOR)
        self.council = list(
            Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, areas__path__startswith=hromada.path)
            .distinct()
            .order_by("pk")
        )
        self.number = 0

    def tell(self, clock, end):
        """File one report at the clock's moment and play its life until `end`."""
        dice = self.dice
        code = dice.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
        story = dice.choice(STORIES[code])
        report, language = self._file(self.categories[code], story, clock.moment)
        officer = self._officer_for(report)
        index = 0 if language == "uk" else 1

        def later(hours_from, hours_to):
            """Move the clock on; whether that moment has come yet."""
            clock.moment += timedelta(hours=dice.uniform(hours_from, hours_to))
            return clock.moment < end

        by = self.supervisor if report.is_sealed else officer
        if later(1, 30):
            self._read(report, by, officer)
            if dice.random() < 0.06 and report.nature != Nature.CRIME and later(2, 20):
                followup.withdraw_report(report, by=report.reporter)
            else:
                self._work(report, story, officer, index, later)

    def _file(self, category, story, moment):
        dice = self.dice
        place = dice.choice(self.favoured if dice.random() < 0.45 else self.places)
        lon, lat = place.point.coords
        point = Point(lon + dice.gauss(0, 0.0007), lat + dice.gauss(0, 0.0004), srid=4326)
        area = Area.objects.deepest_covering(point) or place.area
        if not area.path.startswith(self.hromada.path):
            point, area = place.point, place.area
        language = "uk" if dice.random() < 0.8 else "en"
        way = dice.random()
        reporter = dice.choice(self.residents) if way < 0.45 else None
        identity = None
        if 0.45 <= way < 0.75:
            self.number += 1
            identity = {"name": "", "email": f"resident{self.number}@vyshnehrad.example"}
        report, _code = submit_report(
            category=category,
            words=story.words[0 if language == "uk" else 1],
            area=area,
            point=point,
            place=place.name_uk if language == "uk" else place.name_en,
            snap_point=place if place.address_count >= 8 else None,
            happened_on=moment.astimezone(self.hromada.zone).date(),
            recurrence=dice.choice((Recurrence.ONCE, Recurrence.REPEATED, Recurrence.REPEATED, Recurrence.LASTING)),
            reporter=reporter,
            identity=identity,
            language=language,
        )
        return report, language

    def _officer_for(self, report):
        return next(
            (role.person for role in self.officers if report.area.path.startswith(role.area.path)), self.supervisor
        )

    def _read(self, report, by, officer):
        """The first reading: the police record where one is due, and the word that somebody takes it on."""
        dice = self.dice
        if report.registration == Registration.DUE:
            number = f"{dice.randint(1000, 9999)}"
            registration.register_report(report, by=by, state=Registration.RECORDED, number=f"ЄО-{number}")
            if dice.random() < 0.6:
                state = Registration.INVESTIGATION
                registration.register_report(report, by=by, state=state, number=f"ЄРДР-12026{number}")
        triage.acknowledge_report(report, by=by)
        if report.is_sealed:
            triage.assign_report(report, officer=officer, by=by)

    def _work(self, report, story, officer, index, later):
        """All between the first reading and the end."""
        dice = self.dice
        if later(1, 26):
            answer = dice.choice(ANSWERS)[index].format(officer=officer.name)
            conversation.answer_reporter(report, by=officer, text=answer)
        self._release(report, story, officer, later)
        if dice.random() < 0.12 and later(5, 60):
            triage.decline_report(report, by=officer, reason=dice.choice(REASONS)[index])
            return
        if report.nature == Nature.MUNICIPAL and self.council and later(2, 30):
            self._refer(report, story, officer, index, later)
        elif later(2, 30):
            day = (timezone.now() + timedelta(days=dice.randint(2, 9))).date()
            triage.start_report(report, by=officer, next_news_on=day)
        if dice.random() < 0.3 and later(1, 20):
            conversation.add_note(report, by=officer, text=dice.choice(NOTES))
        if dice.random() < 0.3 and report.status == Status.IN_PROGRESS and later(2, 30):
            self._ask(report, officer, index, later)
        if report.is_public and dice.random() < 0.35 and later(4, 40):
            conversation.post_public_update(report, by=officer, text=UPDATES[report.nature])
        # Some work takes longer than was promised; of the last weeks some is still under way.
        if report.status != Status.WAITING_FOR_REPORTER and later(24, 24 * dice.choice((4, 7, 10, 14, 30))):
            self._end(report, story, officer, index, later)

    def _refer(self, report, story, officer, index, later):
        """The council's part; a body for which nobody answers in the portal is asked by telephone, as before."""
        day = (timezone.now() + timedelta(days=self.dice.randint(4, 12))).date()
        body = report.organisation if report.organisation in self.council else self.dice.choice(self.council)
        asked = referral.refer_report(
            report,
            by=officer,
            organisation=body,
            words=f"{story.summary[0]} {report.snap_point or ''}",
            next_news_on=day,
        )
        by = self.answering.get(body.pk)
        if by is None or not later(1, 30):
            return
        if self.dice.random() < 0.15:
            referral.return_referral(asked, by=by, answer=self.dice.choice(RETURNED)[index])
        else:
            referral.accept_referral(asked, by=by, due_on=day)
            if self.dice.random() < 0.7 and later(24, 24 * 6):
                referral.finish_referral(asked, by=by, answer=story.done[index])
        report.refresh_from_db()

    def _release(self, report, story, officer, later):
        if report.is_sealed or not story.title[0]:
            return
        if self.dice.random() < 0.12:
            release.withhold_release(report, by=officer)
            return
        if not later(0.2, 20):
            return
        if report.registration == Registration.INVESTIGATION:
            if self.dice.random() < 0.5:
                return
            release.note_consent(report, by=officer, investigator="А. Гончар")
        release.release_report(
            report,
            by=officer,
            title_uk=story.title[0],
            title_en=story.title[1],
            summary_uk=story.summary[0],
            summary_en=story.summary[1],
        )
        if report.sensitivity == Sensitivity.OPEN and PublicReport.objects.filter(pk=report.pk).exists():
            for neighbour in range(self.dice.choice((0, 0, 1, 1, 2, 3, 6))):
                support_report(report, supporter=f"demo-{report.pk}-{neighbour}")

    def _ask(self, report, officer, index, later):
        question = self.dice.randrange(len(QUESTIONS))
        conversation.ask_reporter(report, by=officer, text=QUESTIONS[question][index])
        if self.dice.random() < 0.85 and later(3, 70):
            conversation.reply_as_reporter(report, by=report.reporter, text=REPLIES[question][index])

    def _end(self, report, story, officer, index, later):
        dice = self.dice
        if report.is_public and dice.random() < 0.5:
            conversation.post_public_update(report, by=officer, text=story.done[0])
        if report.is_open:
            triage.resolve_report(report, by=officer, outcome=story.done[index])
        if dice.random() < 0.1 and later(5, 90):
            followup.dispute_solution(report, by=report.reporter, text=dice.choice(DISPUTES)[index])
            if later(30, 200):
                # Nobody decides twice about the same dispute, so a colleague does.
                colleague = self.officers[0].person if officer == self.supervisor else self.supervisor
                triage.resolve_report(report, by=colleague, outcome=story.done[index])
        if report.status == Status.RESOLVED and dice.random() < 0.6 and later(2, 120):
            satisfaction = dice.choice((None, 3, 4, 4, 5, 5))
            followup.confirm_solution(report, by=report.reporter, satisfaction=satisfaction)
        elif report.status == Status.RESOLVED and later(24 * 14, 24 * 15):
            followup.close_after_silence()
