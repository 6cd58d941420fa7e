"""The parts of pages: `{% load look %}`. Each tag says how it is used; the look of each is in static/css."""

import json
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from apps.core import javascript

register = template.Library()

FALLBACK_ICON = "exclamation-diamond"
TONES = ("open", "waiting", "solved", "late", "quiet")


@cache
def icon_names():
    """The names that the sprite holds."""
    return frozenset((Path(settings.BASE_DIR) / "static/img/icons.txt").read_text().split())


@register.simple_tag
def icon(name, label=""):
    """`{% icon "bell" %}`: a drawing beside words; with a label it stands for itself and is read aloud.

    The name is one of static/img/icons.txt (bin/vendor adds one). An unknown one, which an administrator may have given
    a category, is drawn as FALLBACK_ICON; those written in our templates are checked by a test.
    """
    return _drawn(name, label)


def _drawn(name, label=""):
    if name not in icon_names():
        name = FALLBACK_ICON
    return _drawing(name, label) if label else _decoration(name)


def _drawing(name, label):
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', _said(label), static("img/icons.svg"), name)


@cache
def _decoration(name):
    """Drawn once: a page has a hundred of them."""
    return _drawing(name, "")


def _said(label):
    """The attributes of what is read aloud as its label, or is decoration without one."""
    return format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')


@register.filter
def typeset(words):
    """`{{ error|typeset }}`: plain words of others (Django's own messages) with the apostrophe of our pages."""
    return words if isinstance(words, SafeString) else str(words).replace("'", "\u2019")


@register.filter
def opening(label):
    """`{{ field.label|opening }} {{ error }}`: a label before a sentence: with a colon, a question without."""
    return label if str(label).endswith("?") else f"{label}:"


@register.simple_tag
def chip(word, icon, tone="quiet", *, bare=False):
    """`{% chip report.get_status_display "inbox" "open" %}`: a state as tint, icon and word; `bare=True` on desk rows.

    Tones: open, waiting, solved, late, quiet.
    """
    if tone not in TONES:
        raise ValueError(f"No tone {tone!r}: one of {', '.join(TONES)}.")
    classes = f"chip tone-{tone} chip-bare" if bare else f"chip tone-{tone}"
    return format_html('<span class="{}">{}{}</span>', classes, _drawn(icon), word)


@register.inclusion_tag("components/state_line.html")
def state_line(stops):
    """`{% state_line stops %}`: the life of one thing as circles on a line.

    `stops` are in order, each with `state` (done, now or ahead), `word`, and `note`: its date or its promise.
    """
    return {"stops": stops}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, name="page"):
    """`{% pager page %}`: the ways to the neighbouring pages of a `KeysetPage`, the filters of the address kept."""
    return {"previous": _with(context, name, page.previous_cursor), "next": _with(context, name, page.next_cursor)}


def _with(context, name, cursor):
    """The address of this page with another cursor; empty without one."""
    if not cursor:
        return ""
    query = context["request"].GET.copy()
    query[name] = cursor
    return f"?{query.urlencode()}"


@register.simple_tag
def avatar(person=None, kind="", *, label=""):
    """`{% avatar officer "police" %}`, `{% avatar person %}`: initials (of anything with `initials`) in a circle.

    Kinds: police, council (an icon), anonymous (an icon), none (nobody has it yet). Decoration beside a written name;
    give `label` where no name is written.
    """
    icons = {"council": "building", "anonymous": "incognito", "none": "plus-lg"}
    drawn = icons.get(kind, "") if not person or kind in ("council", "anonymous") else ""
    return format_html(
        '<span class="{}" {}>{}</span>',
        f"avatar avatar-{kind}" if kind else "avatar",
        _said(label),
        _drawn(drawn) if drawn else getattr(person, "initials", ""),
    )


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps):
    """`{% breadcrumbs url_of_area area.name "" here %}`: pairs of address and word; the page itself has no address."""
    return {"steps": list(zip(steps[::2], steps[1::2], strict=True))}


@register.inclusion_tag("components/emergency.html")
def emergency_box(*, heading=True):
    """`{% emergency_box %}`: whom to call now, as large links; without its heading where the page has one."""
    return {"heading": heading}


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(context, name, words, icon=""):
    """`{% nav_item "reports:map" words "map" %}`: a line of a menu, marked when the reader is inside that page."""
    return _place(context, name) | {"words": words, "icon": icon}


@register.inclusion_tag("components/rail_item.html", takes_context=True)
def rail_item(context, name, words, icon, count=0, *, is_root=False, but=""):
    """`{% rail_item "reports_staff:queue" words "inbox" late %}`: a line of the rail, with what presses there.

    `is_root=True` for the page below which all others stand: it is marked only where the reader is on it. `but` names
    a page below it that has a line of its own.
    """
    place = _place(context, name)
    inside = place["inside"] and not is_root and not (but and _place(context, but)["inside"])
    return place | {"words": words, "icon": icon, "count": count, "inside": inside}


@register.simple_tag(takes_context=True)
def menu_path(context, *names):
    """`{% menu_path "reports:map" "reports:start" as here %}`: the page of these at or below which the reader is.

    Its address, with a dot behind it when they are below; "" elsewhere. A menu that is kept gets it as its `menu_path`,
    and is drawn a few times, not once for each page.
    """
    path = getattr(context.get("request"), "path", "")
    for address in _addresses(names):
        if path.startswith(address):
            return address if path == address else f"{address}."
    return ""


@cache
def _addresses(names):
    return [reverse(name) for name in names]


def _place(context, name):
    """The address of a named page, and whether the reader is there or below it."""
    (address,) = _addresses((name,))
    path = context["menu_path"] if "menu_path" in context else context["request"].path
    return {"address": address, "here": path == address, "inside": path.startswith(address)}


@register.simple_tag
def footer_link(name, words):
    """`{% footer_link "portal:data" _("Data") %}`: a line of the footer."""
    return format_html('<li><a href="{}">{}</a></li>', reverse(name), words)


@register.inclusion_tag("components/public_page.html", takes_context=True)
def public_page(context, about):
    """`{% public_page words %}` in the block "head" of a page for everybody: a sentence about it, and its one address.

    The address is without a query: a filtered list or a chosen place is the same page.
    """
    return {"about": about, "address": f"{settings.SITE_URL}{context['request'].path}"}


@register.simple_tag(takes_context=True)
def import_map(context):
    """`{% import_map %}`, once in the head: the names under which our modules import each other."""
    nonce = getattr(context.get("request"), "csp_nonce", "")
    return format_html('<script type="importmap" nonce="{}">{}</script>', nonce, _import_map())


@cache
def _import_map():
    names = json.dumps({"imports": javascript.modules()}, separators=(",", ":")).replace("<", "\\u003c")
    return mark_safe(names)  # noqa: S308


@register.simple_tag
def module(*names):
    """`{% module "map" "copy" %}` in the block "scripts": run our modules static/js/map.js and static/js/copy.js."""
    known = javascript.modules()
    return format_html_join("\n", '<script type="module" src="{}"></script>', ((known[name],) for name in names))
