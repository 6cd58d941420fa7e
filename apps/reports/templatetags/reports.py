"""Chips, lines and sentences of reports: `{% load reports %}`."""

from django import template

from apps.core.templatetags import dates, look
from apps.reports import presentation

register = template.Library()


@register.inclusion_tag("components/chip.html")
def report_chip(report, *, bare=False):
    """`{% report_chip report %}`: the state of a report as icon and word; `bare=True` on rows of the desk."""
    word, icon, tone = presentation.state_of(report)
    return look.chip(word, icon, tone, bare=bare)


@register.inclusion_tag("components/due.html")
def report_due(report):
    """`{% report_due report %}`: what the police owe next and when, for the desk."""
    owed = presentation.owed(report)
    return dates.due(owed["at"], report.area, paused=owed["paused"], others=owed["others"], words=owed["words"])


@register.inclusion_tag("components/due.html")
def public_due(report):
    """`{% public_due report %}`: what everybody may expect next of a released report."""
    at, words = presentation.public_promise(report)
    return dates.due(at, report.area, words=words)


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
