"""The only writers of the views of the queue."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.events import services as events
from apps.reports.errors import StaleView, ViewRefused
from apps.reports.models import NamedView

MOST_OF_ONE = 10  # of a person, and of an area: more would hide the queue below them


@transaction.atomic
def save_view(view, *, by, version=None):
    """Keep a view that was made or changed: shared with its area, or without one for whoever saves it.

    `version` is the one that the person saw: StaleView when somebody has saved since. Raises ViewRefused for a name
    that is taken and for one view too many.
    """
    view.owner = by if view.area is None else None
    if not by.has_perm("reports.keep_view", view):
        raise PermissionDenied
    if view.pk:
        kept = NamedView.objects.select_for_update().filter(pk=view.pk).first()
        if kept is None or version not in (None, kept.version):
            raise StaleView(
                _("Somebody changed this view while you had it open. Look at it as it is now, and save again.")
            )
        view.version = kept.version + 1
    beside = NamedView.objects.filter(owner=view.owner, area=view.area).exclude(pk=view.pk)
    if beside.count() >= MOST_OF_ONE:
        raise ViewRefused(_("%(most)s views are the most. Delete one that you no longer need.") % {"most": MOST_OF_ONE})
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise ViewRefused(_("There is a view of this name already. Choose another name.")) from taken
    _audit("view.saved", view, by)


@transaction.atomic
def delete_view(view, *, by):
    """Remove a view; the reports in it stay where they are."""
    _audit("view.deleted", view, by)
    view.delete()


def _audit(name, view, by):
    """Say who did it, when it is others who look through the view."""
    if view.area is not None:
        events.audit(name, actor=by, subject=view, area=view.area)
