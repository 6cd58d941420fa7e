"""To which unit or officer a new report goes: the rules of the administrators, and the trial of one on past reports."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.enums import POLICE_ROLES, Force
from apps.accounts.models import Organisation, Role
from apps.areas.models import Area
from apps.core.working_days import is_working_day
from apps.events import services as events
from apps.reports.enums import Nature, Sensitivity
from apps.reports.errors import RuleRefused
from apps.reports.models import Report, RoutingRule

TRIAL_PERIOD = timedelta(days=90)
TRIAL_MOST = 20_000  # reports, the newest
FEWEST_TOLD = 3  # a smaller count would tell of somebody's report to whoever asks narrowly


@dataclass(frozen=True)
class Case:
    """What a rule looks at of a report: where, of which kinds (its own and its group), when, with which answers."""

    area_path: str
    categories: tuple
    moment: datetime  # local
    answers: dict
    is_crime: bool = False
    reporter_id: int | None = None

    @classmethod
    def of(cls, report):
        """Return the case that a report makes, its area and category at hand."""
        return cls(
            area_path=report.area.path,
            categories=(report.category_id, report.category.parent_id),
            moment=report.submitted_at.astimezone(report.area.zone),
            answers=report.answers,
            is_crime=report.nature == Nature.CRIME,
            reporter_id=report.reporter_id,
        )


class RuleBook:
    """Rules in their order, each with its `problem`: the sentence that says why it cannot be followed, or "".

    Two queries for any number of rules, none for no rule.
    """

    def __init__(self, rules):
        self.rules = list(rules)
        units = [rule.organisation for rule in self.rules if rule.organisation_id is not None]
        prefetch_related_objects(units, Prefetch("areas", Area.objects.defer("boundary")))
        officers = {rule.officer_id for rule in self.rules if rule.officer_id is not None}
        posts = Role.objects.in_force().filter(person__in=officers, kind__in=POLICE_ROLES)
        self._posts = list(posts.values_list("person_id", "area__path")) if officers else []
        for rule in self.rules:
            rule.problem = self._problem_with(rule)

    def first_fit(self, case):
        """Return the first rule without a problem that fits, or None."""
        return next((rule for rule in self.rules if not rule.problem and fits(rule, case)), None)

    def _problem_with(self, rule):
        """Return the sentence that says why a rule cannot be followed, or ""."""
        if rule.question and rule.category.sensitivity == Sensitivity.SEALED:
            return _("Answers of a restricted kind are encrypted: rules do not look at them.")
        if rule.question and rule.answer_asked is None:
            return _("This kind no longer asks for that answer.")
        if rule.officer_id is not None:
            works = any(person == rule.officer_id and rule.area.path.startswith(path) for person, path in self._posts)
            names = {"name": rule.officer, "area": rule.area}
            return "" if works else _("%(name)s does not work in %(area)s.") % names
        return _problem_with_unit(rule, rule.organisation)

    def hiding(self, rule):
        """Return the first rule before this one that takes all that it fits, so that it is never reached, or None."""
        for earlier in self.rules[: self.rules.index(rule)]:
            if not earlier.problem and _takes_all_of(earlier, rule):
                return earlier
        return None


def _problem_with_unit(rule, unit):
    if not any(rule.area.is_in(served) for served in unit.areas.all()):
        return _("%(unit)s does not serve %(area)s.") % {"unit": unit, "area": rule.area}
    if not unit.email:
        return _("%(unit)s cannot be reached: it has no e-mail address.") % {"unit": unit}
    if _is_guard(rule) and rule.category is not None and rule.category.nature == Nature.CRIME:
        return _("A municipal guard acts on by-laws only and is never given crimes.")
    return ""


def fits(rule, case):
    """Whether a rule decides about such a report."""
    if not case.area_path.startswith(rule.area.path) or rule.category_id not in (None, *case.categories):
        return False
    if rule.question and case.answers.get(rule.question) != rule.answer:
        return False
    wants_work = {RoutingRule.Days.WORKING: True, RoutingRule.Days.OFF: False}.get(rule.days)
    if wants_work is not None and is_working_day(case.moment.date()) is not wants_work:
        return False
    if rule.starts is not None and not _is_between(case.moment.time(), rule.starts, rule.ends):
        return False
    if _is_guard(rule) and case.is_crime:
        return False
    return rule.officer_id is None or rule.officer_id != case.reporter_id  # nobody handles their own report


def _is_between(moment, starts, ends):
    return starts <= moment < ends if starts < ends else moment >= starts or moment < ends


def _is_guard(rule):
    return rule.organisation is not None and rule.organisation.force == Force.MUNICIPAL_GUARD


def _takes_all_of(wide, narrow):
    """Whether whatever fits the narrow rule fits the wide one as well."""
    above = (None, narrow.category_id, narrow.category.parent_id if narrow.category else None)
    return (
        narrow.area.is_in(wide.area)
        and wide.category_id in above
        and (not wide.question or (wide.question, wide.answer) == (narrow.question, narrow.answer))
        and wide.days in (RoutingRule.Days.ANY, narrow.days)
        and (wide.starts is None or (wide.starts, wide.ends) == (narrow.starts, narrow.ends))
        and not _is_guard(wide)
    )


def follow_rules(report):
    """Give a report that is being submitted to whom the rules say; return the rule, or None (not saved here)."""
    rules = RoutingRule.objects.filter(area__in=report.area_ids)
    if not rules.exists():  # in most areas; reading rules with all they name costs as much as the report itself
        return None
    rule = RuleBook(_for_book(rules)).first_fit(Case.of(report))
    if rule is not None and rule.officer_id is not None:
        report.assignee = rule.officer
    elif rule is not None:
        report.organisation = rule.organisation
    return rule


def rule_book():
    """Return all rules as a `RuleBook`."""
    return RuleBook(_for_book(RoutingRule.objects.all()))


def _for_book(rules):
    return rules.select_related("area", "category__parent", "organisation", "officer").defer("area__boundary")


# -- changing them ---------------------------------------------------------------------------------------------------


def book_with(rule):
    """Return all rules as they would be with this one, changed or new; raises RuleRefused with the reason why not."""
    others = [other for other in rule_book().rules if other.pk != rule.pk]
    before = others if rule.pk is None else [other for other in others if other.position < rule.position]
    book = RuleBook([*before, rule, *others[len(before) :]])
    if rule.problem:
        raise RuleRefused(rule.problem, field="target")
    if hiding := book.hiding(rule):
        raise RuleRefused(
            _("It would never be reached: the rule “%(rule)s” stands before it and takes all of it.") % {"rule": hiding}
        )
    return book


@transaction.atomic
def save_rule(rule, *, by):
    """Keep a rule, a new one as the last; raises RuleRefused for one that cannot be followed or is never reached."""
    _lock()
    rules = book_with(rule).rules
    rule.save()
    _number(rules)
    events.audit("routing.saved", actor=by, subject=rule, area=rule.area)


@transaction.atomic
def move_rule(rule, *, up, by):
    """Let a rule change places with the nearest one before (or after) it that this administrator may change too."""
    rules = _lock()
    place = rules.index(rule)
    others = range(place - 1, -1, -1) if up else range(place + 1, len(rules))
    to = next((other for other in others if by.has_perm("accounts.configure", rules[other])), None)
    if to is not None:
        rules[place], rules[to] = rules[to], rules[place]
        _number(rules)
        events.audit("routing.moved", actor=by, subject=rule, area=rule.area, data={"up": up})


@transaction.atomic
def remove_rule(rule, *, by):
    """Take a rule away: what it took goes by the rules after it, or by its kind."""
    events.audit("routing.removed", actor=by, subject=rule, area=rule.area)
    rule.delete()


def pass_on_rules(rules, *, to, by):
    """Let these rules name another officer or unit; raises RuleRefused for one that could not be followed then."""
    rules = list(_for_book(RoutingRule.objects.filter(pk__in=[rule.pk for rule in rules])))
    for rule in rules:
        rule.organisation, rule.officer = (to, None) if isinstance(to, Organisation) else (None, to)
    for rule in RuleBook(rules).rules:
        if rule.problem:
            raise RuleRefused(rule.problem, field="target")
        rule.save(update_fields=["organisation", "officer"])
        events.audit("routing.saved", actor=by, subject=rule, area=rule.area)


def _lock():
    """Return all rules in their order, locked, so that two administrators do not number them at once."""
    return list(RoutingRule.objects.select_related("area").defer("area__boundary").select_for_update(of=("self",)))


def _number(rules):
    for number, rule in enumerate(rules):
        rule.position = number
    RoutingRule.objects.bulk_update(rules, ["position"])


# -- trying one on past reports --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """What a rule would have done with the reports of the last 90 days: counts alone."""

    looked_at: int
    fits: int
    earlier: int  # of those that fit, how many a rule before it takes
    went_to: list  # where the others went instead: [(Organisation or None, count)], the most first

    @property
    def is_telling(self):
        """Whether so many fit that their number points at nobody."""
        return self.fits >= FEWEST_TOLD

    @property
    def taken(self):
        """How many it would have taken."""
        return self.fits - self.earlier


def try_rule(rule):
    """Return the Trial of a rule, changed or new; raises RuleRefused as saving would."""
    book, looked_at, fitting, went_to = book_with(rule), 0, 0, Counter()
    for case, organisation in _past_cases(rule.area):
        looked_at += 1
        if fits(rule, case):
            fitting += 1
            if book.first_fit(case) is rule:
                went_to[organisation] += 1
    units = Organisation.objects.in_bulk([pk for pk in went_to if pk is not None])
    return Trial(
        looked_at=looked_at,
        fits=fitting,
        earlier=fitting - went_to.total(),
        went_to=[(units.get(pk), count) for pk, count in went_to.most_common()],
    )


def _past_cases(area):
    """Yield (Case, id of the organisation that got it) of the area's reports, without a word of them."""
    rows = Report.objects.within(area).filter(submitted_at__gte=timezone.now() - TRIAL_PERIOD)
    asked = ("area__path", "area__time_zone", "category", "category__parent", "submitted_at", "nature", "reporter")
    newest = rows.order_by("-submitted_at", "-pk").values_list(*asked, "open_answers", "organisation")[:TRIAL_MOST]
    for path, zone, category, group, submitted_at, nature, reporter, answers, organisation in newest.iterator():
        case = Case(
            area_path=path,
            categories=(category, group),
            moment=submitted_at.astimezone(ZoneInfo(zone)),
            answers=answers,
            is_crime=nature == Nature.CRIME,
            reporter_id=reporter,
        )
        yield case, organisation
