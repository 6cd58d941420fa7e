"""A report's page: for everybody what was released, for its reporter their own report and the conversation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from apps.attachments.responses import serve
from apps.attachments.services import make_safe
from apps.core.errors import DomainError
from apps.core.pagination import KeysetPage
from apps.core.rate_limits import Limit, limited
from apps.reports.enums import MessageAudience, Status
from apps.reports.forms import ConfirmForm, ReplyForm, WhyForm
from apps.reports.models import PublicReport, Report, ReportPhoto
from apps.reports.presentation import status_words
from apps.reports.selectors import conversation_of, public_updates_of
from apps.reports.services import conversation, followup
from apps.reports.services.support import support_report
from apps.reports.supporters import keep_supporter, supporter_of

SUPPORT_LIMIT = Limit("support", each=30, overall=3000, seconds=3600)
REPLY_LIMIT = Limit("reply", each=20, overall=5000, seconds=3600)


@require_safe
def report_page(request, reference):
    """Answer with the reporter's own view, else with the released report; 404, always the same, for anything else."""
    if (own := _own(request, reference)) is not None:
        return _own_page(request, own)
    report = get_object_or_404(PublicReport.objects.for_list(), reference=reference)
    context = {
        "report": report,
        "updates": public_updates_of(report),
        "supports": supporter_of(request) is not None
        and report.supports.filter(supporter=supporter_of(request)).exists(),
    }
    return render(request, "reports/public.html", context)


@limited(SUPPORT_LIMIT)
@require_POST
def support(request, reference):
    """Count “me too” once for this browser or person."""
    report = get_object_or_404(PublicReport, reference=reference)
    supporter = supporter_of(request, make=True)
    try:
        new = support_report(report, supporter=supporter)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Counted: it concerns you too.") if new else _("You have said so already."))
    return keep_supporter(redirect(report), request)


@limited(REPLY_LIMIT)
@require_POST
def reply(request, reference):
    """The reporter writes to the police."""
    report = _own_or_404(request, reference)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _own_page(request, report, reply=form, status=422)
    photos = [make_safe(photo) for photo in form.cleaned_data["photos"]]
    return _do(
        request,
        report,
        lambda: conversation.reply_as_reporter(report, by=request.user, text=form.cleaned_data["text"], photos=photos),
        _("Sent. The police read it, nobody else."),
        reply=form,
    )


@limited(REPLY_LIMIT)
@require_POST
def decide(request, reference, decision):
    """The reporter confirms, disputes, objects, reopens or withdraws."""
    report = _own_or_404(request, reference)
    form_class, service, said = DECISIONS[decision]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return _own_page(request, report, status=422, **{decision: form})
    words = form.cleaned_data if form is not None else {}
    return _do(
        request,
        report,
        lambda: service(report, by=request.user, **words),
        str(said),
        **({decision: form} if form else {}),
    )


# decision: (its form, the service, what the reporter is told)
DECISIONS = {
    "confirm": (ConfirmForm, followup.confirm_solution, gettext_lazy("Thank you. The report is closed.")),
    "dispute": (
        WhyForm,
        followup.dispute_solution,
        gettext_lazy("The report is open again, and a colleague will decide."),
    ),
    "object": (WhyForm, followup.object_to_decline, gettext_lazy("Your objection is in, and a colleague will decide.")),
    "reopen": (WhyForm, followup.reopen_report, gettext_lazy("The report is open again.")),
    "withdraw": (None, followup.withdraw_report, gettext_lazy("You have withdrawn the report.")),
}


@require_safe
def photo(request, reference, number, variant):
    """Answer with a photo of a report or of its conversation to whoever may read that side of the report."""
    report = get_object_or_404(Report.objects.visible_to(request.user), reference=reference)
    shown = get_object_or_404(ReportPhoto.objects.select_related("attachment", "message"), report=report, pk=number)
    internal = shown.message is not None and shown.message.audience == MessageAudience.INTERNAL
    if internal and not request.user.has_perm("reports.note_report", report):
        raise Http404
    return serve(shown.attachment, variant)


@login_required
@require_safe
def mine(request):
    """Answer with the reports of whoever is signed in, newest first."""
    page = KeysetPage(
        Report.objects.filter(reporter=request.user).for_list(),
        fields=("-submitted_at", "-pk"),
        cursor=request.GET.get("page", ""),
        size=20,
    )
    return render(request, "reports/mine.html", {"page": page})


def _own(request, reference):
    """The report when the reader is its reporter, else None."""
    report = Report.objects.for_detail().filter(reference=reference).first()
    return report if report and request.user.has_perm("reports.follow_own_report", report) else None


def _own_or_404(request, reference):
    report = _own(request, reference)
    if report is None:
        raise Http404
    return report


def _do(request, report, act, said, **forms):
    """Call a service and go back to the page; a refusal is shown there with what was typed."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _own_page(request, report, status=409, **forms)
    messages.success(request, said)
    return redirect(report)


def _own_page(request, report, *, status=200, **forms):
    talk = list(conversation_of(report, MessageAudience.REPORTER, MessageAudience.PUBLIC))
    said = [message for message in talk if message.audience == MessageAudience.REPORTER]
    question = said[-1] if said and said[-1].asks and report.is_open else None
    context = {
        "report": report,
        "words": report.words,
        "state": status_words(report),
        "talk": talk,
        "question": question,
        "photos": [photo for photo in report.photos.all() if photo.message_id is None],
        "openings": report.contact_openings.select_related("by"),
        "registration": report.registration_steps.exclude(number=""),
        "reply": forms.get("reply") or ReplyForm(),
        "confirm": forms.get("confirm") or ConfirmForm(),
        "dispute": forms.get("dispute") or WhyForm(),
        "object": forms.get("object") or WhyForm(),
        "reopen": forms.get("reopen") or WhyForm(),
        "opened": next((name for name in forms if name != "reply"), ""),
        "can": _possible(report),
    }
    return render(request, "reports/own.html", context, status=status)


def _possible(report):
    """What the reporter can decide now."""
    return {
        "confirm": report.status == Status.RESOLVED,
        "object": report.status == Status.DECLINED and report.objected_at is None,
        "reopen": report.status == Status.CLOSED,
        "withdraw": report.status in (Status.RECEIVED, Status.ACKNOWLEDGED),
        "reply": report.status not in (Status.WITHDRAWN, Status.HANDED_OVER),
    }
