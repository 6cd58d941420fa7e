"""Chips, lines and sentences of reports: `{% load reports %}`."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from apps.core.patterns import Pattern
from apps.core.templatetags import look
from apps.reports import presentation
from apps.reports import public_row as public_row_of
from apps.reports.map.keys import LEVELS, cell_centre
from apps.reports.models import Referral
from apps.reports.selectors import in_reader_language
from apps.reports.services.routing import FEWEST_TOLD
from apps.reports.staff import button, composer, row
from apps.reports.staff.bulk import last_deed
from apps.reports.staff.choices import Choices
from apps.reports.staff.queue import TABS, late_count

register = template.Library()

AREA_LINK = Pattern("reports/staff/_area_link.html", ("slug", "name"))


@register.filter
def map_at(report):
    """`{{ report|map_at }}`: where a released report stands on the map, as "lon,lat"; nothing without a place."""
    return "" if report.map_key is None else ",".join(map(str, cell_centre(report.map_key, LEVELS)))


@register.simple_tag
def report_chip(report, *, bare=False, own=False):
    """`{% report_chip report %}`: the state of a report as icon and word.

    `bare=True` on rows of the desk, `own=True` for its reporter.
    """
    word, icon, tone = presentation.state_of(report, own=own)
    return look.chip(word, icon, tone, bare=bare)


@register.simple_tag
def referral_chip(referral, *, bare=False):
    """`{% referral_chip referral %}`: the state of a referral as icon and word; `bare=True` on rows of the desk."""
    icon, tone = presentation.REFERRAL_LOOK[referral.state]
    words = str(referral.get_state_display())
    return look.chip(words[:1].upper() + words[1:], icon, tone, bare=bare)


@register.simple_tag
def referrals_waiting(user):
    """`{% referrals_waiting request.user as waiting %}`: how many referrals wait for their organisation; 99 at most."""
    return Referral.objects.visible_to(user).open().order_by()[:99].count()


@register.simple_tag
def report_due(report):
    """`{% report_due report %}`: what the police owe next and when, for the desk."""
    return row.due(report)


@register.simple_tag(takes_context=True)
def report_button(context, action, css):
    """`{% report_button action "btn btn-secondary" %}`: what does an action of the page, or asks first."""
    asked = {name: context[name] for name in ("query", "csrf_token")}
    return button.drawn(action, context["report"], css=css, **asked)


@register.simple_tag(takes_context=True)
def report_composer(context, form=None):
    """`{% report_composer composer %}`: where an officer writes about the report of the page; empty without a form."""
    asked = {name: context[name] for name in ("query", "csrf_token")}
    return composer.drawn(context["report"], by=context["request"].user, form=form, **asked)


@register.simple_tag
def queue_rows(queue, chosen=None):
    """`{% queue_rows queue report %}`: the rows of a page of the queue, one of which may be the report beside it."""
    return row.all_drawn(queue, chosen)


@register.simple_tag
def public_due(report):
    """`{% public_due report %}`: what everybody may expect next of a released report."""
    return public_row_of.due(report)


@register.simple_tag
def public_row(report):
    """`{% public_row report %}`: one released report in a list."""
    return public_row_of.drawn(report)


@register.inclusion_tag("components/state_line.html")
def report_line(report):
    """`{% report_line report %}`: the life of a report for its reporter, each stop with its date or promise."""
    return {"stops": presentation.stops_of(report)}


@register.inclusion_tag("components/state_line.html")
def public_line(report):
    """`{% public_line report %}`: the life of a released report for everybody."""
    return {"stops": presentation.public_stops_of(report)}


@register.filter
def event_icon(event):
    """`{{ event|event_icon }}`: the icon's name of a line of the timeline."""
    return presentation.EVENT_LOOK[event.name][0]


@register.filter
def event_sentence(event):
    """`{{ event|event_sentence }}`: what happened, without who did it."""
    return presentation.EVENT_LOOK[event.name][1]


@register.filter
def answer_asked(rule):
    """`{{ rule|answer_asked }}`: the question and the answer that a rule of routing looks at."""
    question, choice = rule.answer_asked or (None, None)
    if question is None:
        return f"{rule.question}: {rule.answer}"
    return f"{in_reader_language(question['label'])} {in_reader_language(choice['label'])}"


@register.filter
def few(count):
    """`{{ count|few }}`: a count that may point at one reporter, or deny it, is "fewer than 3"."""
    return count if count >= FEWEST_TOLD else gettext("fewer than 3")


@register.simple_tag(takes_context=True)
def late_at_desk(context):
    """`{% late_at_desk as late %}`: how many reports are late that the reader or nobody has; 99 at most."""
    if (queue := context.get("queue")) is not None:
        return queue.late
    return late_count(context["request"].user)


@register.simple_tag(takes_context=True)
def bulk_deed(context):
    """`{% bulk_deed as deed %}`: what the reader did last with several reports, as long as it can be undone."""
    return last_deed(context["request"].session)


@register.inclusion_tag("reports/staff/_areas.html", takes_context=True)
def desk_areas(context):
    """`{% desk_areas %}` in the desk's header: the reader's areas, one of which narrows the queue or My work to it."""
    request, queue = context["request"], context.get("queue")
    choices = queue.choices if queue is not None else Choices(request.user)
    own = choices.own_areas
    wanted = request.GET.get("area", "")
    tab = request.GET.get("tab", "")
    home = reverse("desk:home")
    alike = {
        "address": home if request.path == home else reverse("reports_staff:queue"),
        "kept": urlencode({"tab": tab}) if tab in TABS else "",
    }
    return alike | {
        "links": [
            AREA_LINK.fill({"slug": area.slug, "name": area.name}, is_chosen=area.slug == wanted, **alike)
            for area in choices.areas_offered(wanted)
        ],
        "chosen": choices.areas.get(wanted),
        "first": own[0] if own else None,
        "more": len(own) - 1,
    }
