"""Circles on the map, after they were drawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.notifications import forms, links
from apps.notifications.models import Subscription
from apps.notifications.presentation import named
from apps.notifications.services import subscriptions


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def circle(request, pk):
    """Move or resize a circle that a person follows."""
    return _redraw(request, reverse("notifications:following"), pk=pk, subscriber__person=request.user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def circle_by_mail(request, link, pk):
    """Move or resize a circle of an address, for whoever holds a link from its mail."""
    subscriber = links.subscriber_of_following(link)
    if subscriber is None:
        return render(request, "notifications/link_over.html", status=404)
    back = reverse("notifications:following_by_mail", args=[link])
    return _redraw(request, back, pk=pk, subscriber=subscriber, subscriber__person=None)


def _redraw(request, back, **whose):
    """Show the form or do what it says, and lead back to the list."""
    found = get_object_or_404(Subscription.objects.confirmed().circles().for_list(), **whose)
    form = forms.CircleForm(request.POST if request.method == "POST" else None, circle=found)
    if request.method == "POST" and form.is_valid():
        subscriptions.redraw(found, **form.what())
        messages.success(request, _("The circle is changed. From now on you hear of what happens inside it."))
        return redirect(back)
    context = {"form": form, "circle": named([found])[0], "back": back}
    return render(request, "notifications/circle.html", context, status=422 if form.errors else 200)
