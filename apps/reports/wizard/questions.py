"""The questions of the wizard after the first: each takes (request, draft, answers) and returns a response."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.areas.selectors import places_for_list
from apps.attachments.photos import MAX_PHOTOS
from apps.core.errors import DomainError
from apps.core.rate_limits import Limit, TooManyRequests, check
from apps.reports.errors import DraftEnded
from apps.reports.models import Category
from apps.reports.selectors import answers_in_words, often_reported
from apps.reports.services import drafts
from apps.reports.services.support import support_report
from apps.reports.supporters import SUPPORT_LIMIT, keep_supporter, supporter_of
from apps.reports.wizard import course, kinds, places, preview
from apps.reports.wizard.forms import (
    DetailsForm,
    PhotosForm,
    SendForm,
    WhatForm,
    WhereForm,
    YouForm,
    details_initial,
)

SENDING = Limit("report", each=20, overall=2000, seconds=3600)
SHOWING_PHOTOS = Limit("photos of drafts", each=60, overall=2000, seconds=3600)
SHOWN_AGAIN = timedelta(minutes=1)  # on a shared computer, what was sent: for a second click or a page loaded anew
TYPED_MOST = 100_000  # characters of one page that are kept although they were refused


def lead_to(step):
    """Return a redirect to a question."""
    return redirect("reports:start") if step == "danger" else redirect("reports:step", step)


def posted(request):
    """Return what a form is bound to: what was sent, even if it is nothing, and None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def typed_of(request):
    """Return what was typed on a page, as far as a form can show it again: {name: text}."""
    typed, left = {}, TYPED_MOST
    for name, value in request.POST.items():
        left -= len(value)
        if left >= 0 and name not in ("csrfmiddlewaretoken", "action", "website", "opened_at"):
            typed[name] = value.replace("\0", "")
    return typed


def keep_typed(draft, step, request):
    """Keep what was typed on a page before anything is asked that could fail."""
    typed = draft.answers.get("typed", {}) | {step: typed_of(request)}
    drafts.save_answers(draft, typed=typed)


def where(request, draft, answers):
    """Ask for the place: by name, by a pin, or from the list; each is enough."""
    before, looking = answers.get("where"), answers.get("looking", {})
    typed = answers.get("typed", {}).get("where", {})
    near = answers.get("near", {})
    pin = {"lat": near["lat"], "lon": near["lon"]} if near.get("photo") and not before else {}
    shown = {"q": looking.get("q", ""), "note": (before or {}).get("note", "")} | pin | typed
    form = WhereForm(posted(request), before=before, offered=pin, initial=shown)
    if request.method == "POST":
        if look := _look_up(request, looking, form):
            keep_typed(draft, "where", request)
            drafts.save_answers(draft, looking=look)
            return redirect(reverse("reports:step", args=["where"]) + "#found")
        if form.is_valid():
            return _go_on(request, draft, "where", form.as_answer())
    areas = places.list_of_areas()
    around = next((area for area in areas if area.slug == near.get("area")), None)
    listed = next((area for area in areas if area.slug == looking.get("area", near.get("area"))), None)
    context = {
        "before": before,
        "looking": looking,
        "found": places.search(looking["q"]) if looking.get("q") else [],
        "areas": areas,
        "near": near,
        "of_photo": form.is_as_offered,
        "listed": listed,
        "listed_places": places_for_list(listed) if listed else [],
        "outside": places.outside_sentence(),
        "extent": places.extent(around) if around else places.extent(),
    }
    return _show(request, "where", answers, form, context)


def what(request, draft, answers):
    """Ask for the kind, saying who deals with it and by when; the list alone for a search while typing."""
    q, chosen = answers.get("looking_for", ""), course.kind_of(answers)
    area = Area.objects.defer("boundary").filter(pk=answers["where"]["area"]).first()
    form = WhatForm(posted(request), initial={"q": q, "category": chosen})
    if request.method == "POST":
        action, picked = request.POST.get("action", ""), request.POST.get("category", "")
        before, q = q, request.POST.get("q", "").strip().replace("\0", "")[:80] if action != "all" else ""
        chosen = picked or chosen
        if getattr(request, "htmx", False):
            context = {"offer": kinds.offered(area, q=q, chosen=chosen), "chosen": chosen, "q": q, "area": area}
            return render(request, "reports/wizard/_kinds.html", context)
        if action == "all" or (action == "find" and (q != before or not picked)):
            drafts.save_answers(draft, looking_for=q or None)
            return redirect(reverse("reports:step", args=["what"]) + "#kinds")
        if form.is_valid():
            if stopper := form.cleaned_data["category"].stopper:
                return redirect("reports:stop", stopper)
            return _go_on(request, draft, "what", form.as_answer())
    often = often_reported(area) if area and not q else []
    offer = kinds.offered(area, q=q, often=often, chosen=chosen)
    return _show(request, "what", answers, form, {"offer": offer, "chosen": chosen, "q": q, "area": area})


def details(request, draft, answers):
    """Ask the category's questions, when, the words and the photos."""
    category = Category.objects.offered().filter(code=course.kind_of(answers)).first()
    if category is None:
        drafts.save_answers(draft, what=None)
        return lead_to("what")
    shown = details_initial(answers.get("details", {})) | answers.get("typed", {}).get("details", {})
    form = DetailsForm(category=category, initial=shown)
    photos_form = PhotosForm(room=drafts.photo_room(draft))
    if request.method == "POST":
        keep_typed(draft, "details", request)
        if aside := _aside(request, draft, answers["where"]):
            return aside
        photos_form = PhotosForm(request.POST, request.FILES, room=drafts.photo_room(draft))
        safe = take_photos(request, draft, photos_form)
        if request.POST.get("action") == "photos":
            if safe:
                return _to_photos()
            form = DetailsForm(category=category, initial=details_initial(typed_of(request)))
        else:
            form = DetailsForm(request.POST, category=category)
            if form.is_valid() and safe:
                if form.stopper:
                    drafts.save_answers(draft, details=None)
                    return redirect("reports:stop", form.stopper)
                return _go_on(request, draft, "details", form.as_answer())
    photos = list(draft.photos.order_by("pk"))
    context = {
        "category": category,
        "photos": photos,
        "photos_form": photos_form,
        "room": MAX_PHOTOS - len(photos),
    }
    return _show(request, "details", answers, form, context)


def similar(request, draft, answers):
    """Ask whether it is one of the released reports nearby; skipped when there are none."""
    found = course.similar_to(answers)
    refused = ""
    if request.method == "POST" or not found:
        reference = request.POST.get("this", "")
        report = next((report for report in found if report.reference == reference), None)
        if report is None:
            return _go_on(request, draft, "similar", course.similar_answer(answers, found=bool(found)))
        try:
            check(request, SUPPORT_LIMIT)
            support_report(report, supporter=supporter_of(request, report, make=True))
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("Counted: it concerns you too."))
            return keep_supporter(redirect(report), request)
    return _show(request, "similar", answers, None, {"found": found, "refused": refused})


def you(request, draft, answers):
    """Ask who tells it."""
    before = answers.get("you") or ({"how": "account"} if request.user.is_authenticated else {})
    shown = before | answers.get("typed", {}).get("you", {})
    form = YouForm(posted(request), person=request.user, initial=shown)
    if request.method == "POST" and form.is_valid():
        return _go_on(request, draft, "you", form.as_answer())
    area = Area.objects.defer("boundary").filter(pk=answers["where"]["area"]).first()
    category = Category.objects.filter(code=course.kind_of(answers)).first()
    return _show(request, "you", answers, form, {"area": area, "category": category})


def check_and_send(request, draft, answers):
    """Show the report beside what becomes public, and send it."""
    form = SendForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            check(request, SENDING)
            person = request.user if request.user.is_authenticated else None
            drafts.send_draft(draft, reporter=person, language=get_language())
        except DraftEnded:
            raise
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            if request.shared_computer:
                drafts.end_draft_in(draft, SHOWN_AGAIN)
            return redirect("reports:done")
    shown = preview.preview_of(answers)
    if shown is None:
        lost = {"where": None} if Category.objects.offered().filter(code=course.kind_of(answers)) else {"what": None}
        return lead_to(course.first_open(drafts.save_answers(draft, **lost), request.user))
    often, day, time = preview.when_in_words(answers["details"])
    context = {
        "answers": answers,
        "preview": shown,
        "terms": preview.terms_of(shown.category, shown.area),
        "own_answers": answers_in_words(shown.category, answers["details"]["answers"]),
        "often": often,
        "day": day,
        "time": time,
        "photos": draft.photos.order_by("pk"),
        "you_given": [answers["you"][name] for name in ("name", "email", "phone") if answers["you"].get(name)],
    }
    return _show(request, "check", answers, form, context, status=status)


QUESTIONS = {
    "where": where,
    "what": what,
    "details": details,
    "similar": similar,
    "you": you,
    "check": check_and_send,
}


def _go_on(request, draft, step, answer):
    """Keep an answer, let go of what was typed for it, and lead to the next open question."""
    typed = {name: words for name, words in draft.answers.get("typed", {}).items() if name != step}
    answers = drafts.save_answers(draft, **{step: answer}, typed=typed or None)
    following = course.first_open(answers, request.user)
    if following == "similar" and not course.similar_to(answers):
        answers = drafts.save_answers(draft, similar=course.similar_answer(answers, found=False))
        following = course.first_open(answers, request.user)
    return lead_to(following)


def _show(request, step, answers, form, context, *, status=200):
    frame = {"form": form, "back": course.step_before(step, answers), "where": answers.get("where")}
    return render(request, f"reports/wizard/{step}.html", course.progress(step) | frame | context, status=status)


def _look_up(request, looking, form):
    """Return what to look up instead of going on: {"q"} or {"area"}; None when a place was chosen or nothing asked."""
    action, asked = request.POST.get("action", ""), request.POST
    q, area = asked.get("q", "").strip().replace("\0", "")[:120], asked.get("list", "")[:80]
    pinned = asked.get("lon") and asked.get("lat") and not form.is_typed_over
    chosen = any(asked.getlist("entry")) or pinned
    if action == "list" and area != looking.get("area"):
        return {"area": area.replace("\0", "")}
    if q and (q != looking.get("q")) and (action == "find" or not chosen):
        return {"q": q}
    return None


def _aside(request, draft, place):
    """Do what a button of the details asks for beside the answer, and return to them; None for the answer itself."""
    if request.POST.get("action") == "place":
        return _take_place(request, draft, place)
    if token := request.POST.get("remove"):
        drafts.remove_photo(draft, token)
        return _to_photos()
    return None


def _take_place(request, draft, before):
    """Take the place of a photo, as its writer's device read it and they accepted it, for the one chosen before."""
    form = WhereForm({name: request.POST.get(name, "") for name in ("lat", "lon")} | {"note": before.get("note", "")})
    if form.is_valid():
        drafts.save_answers(draft, where=form.as_answer())
        messages.success(request, _("The place is now: %(place)s.") % {"place": form.place["label"]})
    else:
        messages.error(request, list(form.errors.values())[-1][0])
    return lead_to("details")


def _to_photos():
    return redirect(reverse("reports:step", args=["details"]) + "#photos")


def take_photos(request, draft, form):
    """Keep the photos of a form that are safe, even when others are refused; return whether all were."""
    if not request.FILES:
        return True
    try:
        check(request, SHOWING_PHOTOS)
    except TooManyRequests as refusal:
        form.add_error("photos", refusal.message)
        return False
    valid = form.is_valid()
    if accepted := form.fields["photos"].accepted:
        drafts.add_photos(draft, accepted)
    return valid
