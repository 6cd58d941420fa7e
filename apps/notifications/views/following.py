"""What somebody follows, with an account or without: beginning, looking, changing, stopping."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from apps.areas.models import Area
from apps.areas.selectors import only_hromada
from apps.core.errors import DomainError
from apps.core.rate_limits import Limit, limited
from apps.notifications import forms, links, selectors
from apps.notifications.models import Delivery, Device, Preference, Subscriber, Subscription
from apps.notifications.models.subscriptions import MOST_CIRCLES
from apps.notifications.presentation import named
from apps.notifications.push import public_key
from apps.notifications.services import subscriptions, suppression
from apps.reports.models import PublicReport

FOLLOW_LIMIT = Limit("follow", each=20, overall=2000, seconds=3600)

_FORMS = {
    "report": (forms.FollowReportForm, forms.FollowReportByMailForm),
    "area": (forms.FollowAreaForm, forms.FollowAreaByMailForm),
    "circle": (forms.FollowCircleForm, forms.FollowCircleByMailForm),
}


@never_cache
@limited(FOLLOW_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request):
    """Ask how somebody wants to follow `?report=` (a reference), `?area=` (a slug) or else a circle, and do it."""
    kind, thing = _asked_for(request)
    with_account = request.user.is_authenticated
    form = _FORMS[kind][0 if with_account else 1](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        pace, what = form.cleaned_data["pace"], form.what(thing)
        try:
            if with_account:
                subscriptions.follow(request.user, pace=pace, **what)
                messages.success(request, _("You follow it from now on."))
                return redirect("notifications:following")
            subscriptions.ask_to_follow(form.cleaned_data["email"], language=get_language(), pace=pace, **what)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return render(request, "notifications/asked.html", {"email": form.cleaned_data["email"]})
    context = {"form": form, "kind": kind, "thing": thing, "hromada": only_hromada()}
    return render(request, "notifications/follow.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def following(request):
    """Show a person what they follow and how they are told."""
    subscriber = Subscriber.objects.filter(person=request.user).first()
    preference = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    context = _list_of(subscriber) | {"preference": preference}
    context["mail_comes_back"] = selectors.mail_comes_back(request.user)
    return render(request, "notifications/following.html", context)


@require_POST
@login_required
def mail_again(request):
    """Try the address of a person anew, who says that its mailbox is there again."""
    suppression.lift(request.user.email)
    messages.success(request, _("Mail goes to you again. What came meanwhile stands in your inbox."))
    return redirect("notifications:following")


@require_POST
@login_required
def change(request, pk):
    """Change how often a person hears of one thing, or stop it."""
    subscription = get_object_or_404(
        Subscription.objects.select_related("subscriber"), pk=pk, subscriber__person=request.user
    )
    _change(request, subscription)
    return redirect("notifications:following")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def following_by_mail(request, link):
    """Show whoever holds a link from their mail what this address follows; change or stop one thing of it."""
    pk = links.subscriber_of_following(link)
    if pk is None:
        return render(request, "notifications/link_over.html", status=404)
    subscriber = Subscriber.objects.filter(pk=pk, person=None).first()
    if request.method == "POST" and subscriber is not None:
        chosen = request.POST.get("subscription", "")
        rows = subscriber.subscriptions.select_related("subscriber")
        subscription = rows.filter(pk=chosen).first() if chosen.isdecimal() else None
        if subscription is not None:
            _change(request, subscription)
        return redirect("notifications:following_by_mail", link)
    return render(request, "notifications/following_by_mail.html", _list_of(subscriber) | {"link": link})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, link):
    """Ask whoever holds the link once more, and let the subscription count from then on.

    Opened again later, the link leads to what is followed.
    """
    pk = links.subscription_of_confirm(link)
    subscription = Subscription.objects.for_list().filter(pk=pk).first() if pk else None
    if subscription is None:
        return render(request, "notifications/link_over.html", status=404)
    if request.method == "POST":
        subscriptions.confirm(subscription)
        messages.success(request, _("Confirmed. You get mail from now on."))
    elif subscription.confirmed_at is None:
        return render(request, "notifications/confirm.html", {"subscription": named([subscription])[0]})
    return redirect(links.following_path(subscription.subscriber_id))


@csrf_exempt  # a mail program posts here (RFC 8058); the signed link is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, link):
    """Stop what a mail came from; a mail program does it in one step, a person sees first what it is."""
    pk = links.delivery_of_stop(link)
    rows = Delivery.objects.select_related("event", "person", "subscription__subscriber")
    found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        return render(request, "notifications/link_over.html", status=404)
    followed = named(Subscription.objects.for_list().filter(pk=found.subscription_id))
    context = {"delivery": found, "what": followed[0] if followed else None, "manage": links.links_of(found).manage}
    if request.method == "POST":
        subscriptions.stop(found)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=204)
    elif not selectors.is_stopped(found):
        return render(request, "notifications/stop.html", context)
    return render(request, "notifications/stopped.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """Show and change how a person is told."""
    instance = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    form = forms.PreferenceForm(request.POST if request.method == "POST" else None, instance=instance)
    if request.method == "POST" and form.is_valid():
        subscriptions.save_preference(request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notifications:following")
    context = {"form": form, "devices": Device.objects.filter(person=request.user), "public_key": public_key()}
    return render(request, "notifications/preferences.html", context, status=422 if form.errors else 200)


def _asked_for(request):
    """Return (kind, thing) of the query; 404 for what is not public."""
    if reference := request.GET.get("report"):
        return "report", get_object_or_404(PublicReport.objects.for_list(), reference=reference)
    if slug := request.GET.get("area"):
        return "area", get_object_or_404(Area.objects.defer("boundary"), slug=slug)
    return "circle", None


def _list_of(subscriber):
    rows = named(subscriber.subscriptions.confirmed().for_list().order_by("-pk")) if subscriber else []
    return {
        "rows": rows,
        "paces": forms.WITH_INBOX if subscriber and subscriber.person_id else forms.BY_MAIL,
        "circles_left": MOST_CIRCLES - sum(row.subscription.kind == "circle" for row in rows),
    }


def _change(request, subscription):
    if request.POST.get("action") == "stop":
        subscriptions.unfollow(subscription)
        messages.success(request, _("Stopped. You hear no more of it."))
        return
    form = forms.PaceForm(request.POST, by_mail=subscription.subscriber.person_id is None)
    if form.is_valid():
        subscriptions.change_pace(subscription, form.cleaned_data["pace"])
        messages.success(request, _("Saved."))
