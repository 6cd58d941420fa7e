"""Territories in templates: `{% load areas %}`."""

from django import template

from apps.areas import selectors

register = template.Library()


@register.simple_tag
def only_hromada():
    """`{% only_hromada as hromada %}`: the hromada of a portal that has exactly one, else None."""
    return selectors.only_hromada()
