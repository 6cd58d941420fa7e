"""Views of the queue: officers keep filters under a name, for themselves or for the colleagues of an area."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.errors import DomainError
from apps.core.pagination import KeysetPage
from apps.core.permissions import shown_to
from apps.reports.errors import StaleView
from apps.reports.models import NamedView
from apps.reports.services import named_views
from apps.reports.staff.choices import Choices
from apps.reports.staff.queue import MOST_VIEWS, Queue
from apps.reports.staff.view_form import NamedViewForm

for_police = shown_to("reports.work_reports")


@require_safe
@for_police
def all_views(request):
    """List the views that the reader may change, by name, with what each of them shows."""
    kept = NamedView.objects.kept_by(request.user).for_list()
    page = KeysetPage(kept, fields=("name", "pk"), cursor=request.GET.get("page", ""), size=50)
    choices = Choices(request.user)
    rows = [(view, Queue(request.user, QueryDict(view.query), choices=choices)) for view in page]
    return render(request, "reports/views/list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_police
def make(request):
    """Keep the filters that stand in the address under a name."""
    queue = Queue(request.user, request.GET)
    return _edit(request, NamedView(query=queue.query), queue)


@require_POST
@for_police
def refill(request, pk):
    """Let a view show what the filters in the address show, and go on in the queue."""
    view, queue = _kept(request, pk), Queue(request.user, request.GET)
    seen = request.POST.get("version", "")
    view.query = queue.query
    try:
        named_views.save_view(view, by=request.user, version=int(seen) if seen.isdecimal() else 0)
    except DomainError as refusal:
        form = NamedViewForm(instance=NamedView(query=queue.query), by=request.user)
        return _page(request, form, queue, refusal=refusal, status=refusal.status)
    messages.success(request, _("“%(name)s” shows these filters now.") % {"name": view.name})
    return redirect(f"{reverse('reports_staff:queue')}?{queue.query}")


@require_http_methods(["GET", "HEAD", "POST"])
@for_police
def change(request, pk):
    """Give a view another name, or share it otherwise."""
    view = _kept(request, pk)
    return _edit(request, view, Queue(request.user, QueryDict(view.query)))


@require_POST
@for_police
def delete(request, pk):
    """Remove a view."""
    view = _kept(request, pk)
    named_views.delete_view(view, by=request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": view.name})
    return redirect("views_staff:list")


def _kept(request, pk):
    return get_object_or_404(NamedView.objects.kept_by(request.user).for_list(), pk=pk)


def _edit(request, view, queue):
    """The form of a view; whoever has kept it goes on in the queue that it shows."""
    form = NamedViewForm(request.POST if request.method == "POST" else None, instance=view, by=request.user)
    if form.is_valid():
        try:
            named_views.save_view(form.instance, by=request.user, version=form.cleaned_data["version"])
        except StaleView as refusal:
            kept = _kept(request, view.pk)
            form.renew(kept)
            return _page(request, form, queue, view=kept, refusal=refusal, status=refusal.status)
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("“%(name)s” is kept.") % {"name": form.instance.name})
            return redirect(f"{reverse('reports_staff:queue')}?{queue.query}")
    # What was typed is not yet the view's name.
    kept = NamedView.objects.filter(pk=view.pk).first() if view.pk else None
    return _page(request, form, queue, view=kept, status=422 if form.is_bound else 200)


def _page(request, form, queue, *, status, view=None, refusal=None):
    """The form of a view; beside that of a new one the views in which its filters can stand instead."""
    context = {"form": form, "view": view, "filters": queue, "refusal": refusal}
    if view is None:
        kept = NamedView.objects.kept_by(request.user).for_list()[:MOST_VIEWS]
        context["others"] = [
            (other, Queue(request.user, QueryDict(other.query), choices=queue.choices)) for other in kept
        ]
    return render(request, "reports/views/edit.html", context, status=status)
