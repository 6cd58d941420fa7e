"""Reports at the desk: the queue, one report beside it, and everything that an officer does with it."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import kept_words
from apps.accounts.gate import step_up_required
from apps.attachments.responses import serve
from apps.attachments.services import make_safe
from apps.core.errors import DomainError
from apps.core.permissions import shown_to
from apps.events import services as events
from apps.reports.enums import MessageAudience, ReportEvent
from apps.reports.errors import StaleReport
from apps.reports.models import ReportPhoto
from apps.reports.selectors import answers_in_words
from apps.reports.services import contacts, conversation
from apps.reports.staff.actions import ACTIONS, allowed_actions
from apps.reports.staff.case import case_as_pdf
from apps.reports.staff.chosen import worked_on
from apps.reports.staff.composer import MessageForm
from apps.reports.staff.contact_forms import ContactAndOthersForm
from apps.reports.staff.context import Others, joined_to, others_of_reporter, same_kind_near, told_together_with
from apps.reports.staff.export import export_queue
from apps.reports.staff.forms import ReleaseForm
from apps.reports.staff.queue import MOST_NEW, Queue
from apps.reports.staff.thread import changes_in_words, thread_of
from apps.reports.views.ticked import back_to_queue

for_police = shown_to("reports.work_reports")


@require_safe
@for_police
def queue(request):
    """Answer with the queue as the address describes it."""
    return render(request, "reports/staff/queue.html", {"queue": Queue(request.user, request.GET)})


@require_safe
@for_police
def come(request):
    """Answer how many reports came into the queue of the address after the moment `since`, and what says so."""
    try:
        since = datetime.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        since = None
    if since is None or since.tzinfo is None:
        return JsonResponse({"count": 0, "words": ""}, status=400)
    count = Queue(request.user, request.GET).come_since(since)
    words = ngettext("%(count)s new: show", "%(count)s new: show", count)
    shown = f"{MOST_NEW - 1}+" if count >= MOST_NEW else count
    response = JsonResponse({"count": count, "words": words % {"count": shown}})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@shown_to("reports.export_reports")
@step_up_required
def export(request, suffix):
    """Answer with the queue as a file; a refusal leads back to it."""
    try:
        return export_queue(Queue(request.user, request.GET), suffix, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return back_to_queue(request)


@require_safe
@for_police
def detail(request, reference):
    """Answer with one report, beside the queue on wide screens."""
    return _page(request, _report(request, reference))


@require_http_methods(["GET", "HEAD", "POST"])
@for_police
def act(request, reference, name):
    """Ask for what an action needs, or do it and go back to the report; a refusal keeps what was typed."""
    report, action = _report(request, reference), ACTIONS.get(name)
    if action is None or not request.user.has_perm(action.perm, report):
        raise Http404
    return _do(request, report, action) if request.method == "POST" else _ask(request, report, action)


def _ask(request, report, action):
    """The page of a report with the question of an action, or only the question when the page asks for it."""
    if not (action.asks and action.possible(report, request.user)):
        return _back(request, report)
    form = action.form(report=report, by=request.user)
    if getattr(request, "htmx", False) and request.htmx.target == "action":
        context = {"report": report, "action": action, "form": form, "query": request.GET.urlencode()}
        return render(request, "reports/staff/_action.html", context)
    return _page(request, report, action=action, form=form)


def _do(request, report, action):
    form = action.form(request.POST, report=report, by=request.user)
    valid = form.is_valid()
    if "preview" in request.POST:
        return _page(request, report, action=action, form=form)
    if not valid:
        return _page(request, report, status=422, action=action, form=form)
    try:
        action.act(report, by=request.user, version=form.cleaned_data["version"], **form.values)
    except DomainError as refusal:
        shown = {"action": action, "form": form} if action.asks else {}
        return _refused(request, report.reference, refusal, form, **shown)
    messages.success(request, action.done)
    return _back(request, report)


@kept_words.asked_while_typing
@require_POST
@for_police
def preview(request, reference):
    """Answer with what everybody would read, as the words stand in the form of the release."""
    report = _report(request, reference)
    if not request.user.has_perm("reports.release_report", report) or report.is_sealed:
        raise Http404
    # The form stands alone, or among others as a card whose fields begin with the reference.
    prefix = reference if f"{reference}-title_uk" in request.POST else None
    form = ReleaseForm(request.POST, report=report, by=request.user, prefix=prefix)
    return render(request, "reports/staff/_public_preview.html", {"report": report, "shown": form.shown()})


@require_POST
@for_police
def write(request, reference):
    """Write to the reporter, for the colleagues, or for everybody."""
    report = _report(request, reference)
    if not request.user.has_perm("reports.answer_report", report):
        raise Http404
    form = MessageForm(request.POST, request.FILES, report=report, by=request.user)
    if "insert" in request.POST:
        return _page(request, report, composer=form.with_template())
    if not form.is_valid():
        return _page(request, report, status=422, composer=form)
    said = form.cleaned_data
    told = {"by": request.user, "text": said["text"], "version": said["version"]}
    try:
        with transaction.atomic():
            if said["audience"] == MessageAudience.PUBLIC:
                conversation.post_public_update(report, **told)
            else:
                verb, words = _verb(said["audience"], asks="ask" in request.POST)
                if said.get("mentioned"):
                    told["mentioned"] = said["mentioned"]
                verb(report, photos=[make_safe(photo) for photo in said["photos"]], **told)
    except DomainError as refusal:
        return _refused(request, reference, refusal, form, composer=form)
    if said["audience"] == MessageAudience.PUBLIC:
        words = _("Published. Everybody reads it on the page of the report.")
    messages.success(request, words)
    return _back(request, report)


def _verb(audience, *, asks):
    """The service of an audience, and what is said when it is done."""
    if audience == MessageAudience.INTERNAL:
        return conversation.add_note, _("Noted. Only the police of this area read it.")
    if asks:
        return conversation.ask_reporter, _("Sent. The clock stands until the reporter answers.")
    return conversation.answer_reporter, _("Sent. The reporter is told that an answer is here.")


@require_POST
@for_police
def open_contacts(request, reference):
    """Show the reporter's contacts in this one answer, for a reason that the reporter will read."""
    report = _report(request, reference)
    if not request.user.has_perm("reports.open_contact", report):
        raise Http404
    form = ContactAndOthersForm(request.POST, report=report, by=request.user)
    if not form.is_valid():
        return _page(request, report, status=422, contact_form=form)
    try:
        asked = {"by": request.user, "reason": form.cleaned_data["reason"]}
        if form.cleaned_data.get("others"):
            found, same = contacts.open_contact_and_find_others(report, **asked)
        else:
            found, same = contacts.open_contact(report, **asked), None
    except DomainError as refusal:
        return _refused(request, reference, refusal, form, contact_form=form)
    report = _report(request, reference)  # with this opening
    return _page(request, report, contact=found, same_contact=Others(same) if same is not None else None)


@require_safe
@for_police
def photo(request, reference, number, variant):
    """Answer with a photo of a report or of its conversation; each one opened in full leaves an audit row."""
    report = _report(request, reference)
    shown = get_object_or_404(ReportPhoto.objects.select_related("attachment"), report=report, pk=number)
    if variant == "full":
        events.audit("report.read", actor=request.user, subject=report, area=report.area, data={"photo": shown.pk})
    return serve(shown.attachment, variant)


@require_safe
@for_police
def case(request, reference):
    """Answer with the case of a report as PDF; an audit row says that it left the portal."""
    report = _report(request, reference)
    events.audit("report.printed", actor=request.user, subject=report, area=report.area)
    response = HttpResponse(case_as_pdf(report, by=request.user), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{report.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _report(request, reference):
    """The report when this person works on it, else 404."""
    report = worked_on(request.user, reference)
    if report is None or not request.user.has_perm("reports.triage_report", report):
        raise Http404
    return report


def _back(request, report):
    """Go to the report's page, the queue beside it as it was; to the queue when the report left this person's hands."""
    if request.user.has_perm("reports.triage_report", report):
        address = reverse("reports_staff:detail", args=[report.reference])
    else:
        messages.info(request, _("It is restricted: only whoever has it and the supervisors read it from now on."))
        address = reverse("reports_staff:queue")
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


def _refused(request, reference, refusal, typed, /, **shown):
    """Answer 409 with the report as it stands now, the reason, what changed meanwhile, and what was typed."""
    report = _report(request, reference)
    changes = []
    if isinstance(refusal, StaleReport):
        typed.renew(report)
        changes = changes_in_words(report, refusal.changes)
    return _page(request, report, status=refusal.status, refusal=refusal, changes=changes, **shown)


def _page(request, report, *, status=200, **shown):
    """The page of a report: all of it, or only the report when the queue beside it asks for that.

    Whatever led here, the report is read: an audit row says so.
    """
    events.audit("report.read", actor=request.user, subject=report, area=report.area)
    user, alone = request.user, getattr(request, "htmx", False) and request.htmx.target == "chosen"
    thread = thread_of(report)
    context = {
        "report": report,
        "alone": alone,
        "query": request.GET.urlencode(),
        "told": report.words,
        "answers": answers_in_words(report.category, report.answers),
        "photos": report.own_photos,
        "thread": thread,
        "disputes": sum(entry.name == ReportEvent.DISPUTED for entry in thread),
        "actions": allowed_actions(report, user),
        "contact_form": SimpleLazyObject(partial(ContactAndOthersForm, report=report, by=user)),  # most need none
        "steps": report.registration_steps.all(),
        "referrals": report.referrals.all(),
        "openings": report.contact_openings.all(),
        "duplicates": joined_to(report, user),
        "together": told_together_with(report, user),
        "near": same_kind_near(report, user),
        "theirs": others_of_reporter(report, user),
        "may_answer": report.erased_at is None and user.has_perm("reports.answer_report", report),
        **shown,
    }
    if alone:
        return render(request, "reports/staff/_report.html", context, status=status)
    context["queue"] = Queue(user, request.GET)
    return render(request, "reports/staff/queue.html", context, status=status)
