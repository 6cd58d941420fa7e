"""The only writers of response templates."""

from django.db import transaction

from apps.events import services as events


def save_template(template, *, by):
    """Keep a template that was made or changed."""
    with transaction.atomic():
        template.save()
        events.audit("template.saved", actor=by, subject=template, area=template.area)


def delete_template(template, *, by):
    """Remove a template; what was written with it stays."""
    with transaction.atomic():
        events.audit("template.deleted", actor=by, subject=template, area=template.area)
        template.delete()
