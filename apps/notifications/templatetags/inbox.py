"""What the header says of a person's inbox."""

from django import template

from apps.notifications import selectors

register = template.Library()


@register.simple_tag
def unread_count(person):
    """`{% unread_count request.user as unread %}`: how much a person was told and has not opened."""
    return selectors.unread_count(person)
