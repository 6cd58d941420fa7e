"""A reporter's own side of their report: what they told, what was answered, and what they decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import Person
from apps.attachments.responses import serve
from apps.attachments.services import make_safe
from apps.core.errors import DomainError
from apps.core.pagination import KeysetPage
from apps.core.planning import Question
from apps.core.rate_limits import Limit, limited
from apps.reports.deadlines import asks_whether_it_lasts, can_reopen
from apps.reports.enums import MessageAudience, Registration, ReleaseState, Sensitivity, Status
from apps.reports.forms import (
    LONGEST_TEXT,
    AppealForm,
    ConfirmForm,
    ConsentForm,
    CorrectForm,
    DisputeForm,
    EraseForm,
    LastingForm,
    ObjectForm,
    ReceiptForm,
    ReopenForm,
    ReplyForm,
    WithdrawForm,
)
from apps.reports.models import Report, ReportPhoto
from apps.reports.presentation import next_step
from apps.reports.receipts import ReceiptHolder, close_receipt
from apps.reports.selectors import answers_in_words, conversation_of
from apps.reports.services import appeals, conversation, correction, erasure, followup, referral
from apps.reports.services.anonymity import why_not_anonymous

BY_CODE = Question(
    lambda receipt, reference: _theirs(ReceiptHolder(receipt)).filter(reference=reference),
    int,
    str,
)
BY_ACCOUNT = Question(
    lambda person, reference: _theirs(Person(pk=person)).filter(reference=reference),
    int,
    str,
)
REPLY_LIMIT = Limit("reply", each=20, overall=5000, seconds=3600)
PAGE_SIZE = 20

# decision: (its form, the service, what the reporter is told)
DECISIONS = {
    "confirm": (ConfirmForm, followup.confirm_solution, gettext_lazy("Thank you. The report is closed.")),
    "dispute": (
        DisputeForm,
        followup.dispute_solution,
        gettext_lazy("The report is open again, and a colleague will decide."),
    ),
    "lasting": (LastingForm, followup.say_whether_it_lasts, gettext_lazy("Thank you. The police see your answer.")),
    "object": (ObjectForm, followup.object_to_decline, gettext_lazy("Your objection is in, and a colleague decides.")),
    "reopen": (ReopenForm, followup.reopen_report, gettext_lazy("The report is open again.")),
    "consent": (
        ConsentForm,
        referral.share_identity,
        gettext_lazy("They see your name and contacts from now on. You can take it back here."),
    ),
    "revoke": (
        ConsentForm,
        referral.withdraw_identity,
        gettext_lazy("They do not see your name and contacts any more."),
    ),
    "appeal": (
        AppealForm,
        appeals.ask_for_appeal,
        gettext_lazy("Asked for. Within five days you see its number here, or to which body it was forwarded."),
    ),
    "withdraw": (WithdrawForm, followup.withdraw_report, gettext_lazy("You have withdrawn the report.")),
}


@limited(REPLY_LIMIT)
@require_POST
def reply(request, reference):
    """The reporter writes to the police."""
    report = own_report(request, reference)
    if report is None:
        return not_theirs(request)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return own_page(request, report, status=422, reply=form)

    def send():
        with transaction.atomic():  # a refused message leaves no photos behind
            photos = [make_safe(photo) for photo in form.cleaned_data["photos"]]
            conversation.reply_as_reporter(report, by=request.user, text=form.cleaned_data["text"], photos=photos)

    return _do(request, report, send, _("Sent. The police read it, nobody else."), reply=form)


@limited(REPLY_LIMIT)
@require_POST
def decide(request, reference, decision):
    """The reporter confirms, disputes, objects, reopens or withdraws."""
    report = own_report(request, reference)
    if report is None:
        return not_theirs(request)
    form_class, service, said = DECISIONS[decision]
    form = form_class(request.POST)
    if not form.is_valid():
        return own_page(request, report, status=422, **{decision: form})

    def act():
        service(report, by=request.user, **form.cleaned_data)

    return _do(request, report, act, str(said), **{decision: form})


@limited(REPLY_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, reference):
    """The reporter tells it anew, as long as nobody has begun to deal with it."""
    report = own_report(request, reference)
    if report is None:
        return not_theirs(request)
    if request.method != "POST":
        if not correction.can_correct(report):
            messages.info(request, _("The police have read it by now. Write to them what is different."))
            return redirect(report)
        return render(request, "reports/correct.html", {"report": report, "form": CorrectForm(report=report)})
    form = CorrectForm(request.POST, report=report)
    if not form.is_valid():
        return render(request, "reports/correct.html", {"report": report, "form": form}, status=422)

    def act():
        correction.correct_report(report, by=request.user, **form.told)

    return _do(request, report, act, _("Corrected. What you wrote first is kept."), correct=form)


@limited(REPLY_LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, reference):
    """Say what is erased of a report and what stays, and erase it when its reporter asks for it."""
    report = own_report(request, reference)
    if report is None:
        return not_theirs(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    why, status = erasure.why_kept(report), 422 if form.is_bound else 200
    if form.is_valid():
        try:
            erasure.erase_report(report)
        except DomainError as refusal:
            why, status = refusal.message, refusal.status
        else:
            close_receipt(request)
            messages.success(request, _("Everything that you told in this report is erased."))
            return redirect("reports:mine" if request.user.is_authenticated else "portal:home")
    return render(request, "reports/erase.html", {"report": report, "form": form, "why": why}, status=status)


@require_safe
def photo(request, reference, number, variant):
    """Answer with a photo of a report or of its conversation to its reporter; 404 to anybody else."""
    report = own_report(request, reference)
    if report is None:
        if request.receipt_over and "text/html" in request.headers.get("Accept", ""):  # opened, not drawn on a page
            return ask_again(request)
        raise Http404
    shown = ReportPhoto.objects.for_reporter().select_related("attachment")
    return serve(get_object_or_404(shown, report=report, pk=number).attachment, variant)


@login_required
@require_safe
def mine(request):
    """Answer with the reports of whoever is signed in, newest first."""
    page = KeysetPage(
        Report.objects.reported_by(request.user).for_list(),
        fields=("-submitted_at", "-pk"),
        cursor=request.GET.get("page", ""),
        size=PAGE_SIZE,
    )
    rows = [(report, next_step(report)) for report in page]
    return render(request, "reports/mine.html", {"page": page, "rows": rows})


def own_report(request, reference):
    """Return the report when the reader is its reporter, else None."""
    reader = request.user
    if receipt := getattr(reader, "report_id", None):
        return BY_CODE.first(receipt, reference)
    return BY_ACCOUNT.first(reader.pk, reference) if reader.is_authenticated else None


def _theirs(reader):
    return Report.objects.reported_by(reader).for_detail()


def own_page(request, report, *, status=200, **forms):
    """Answer with the reporter's view of a report; `forms` are those that were refused, by the name of their verb."""
    if request.method == "POST":
        report.refresh_from_db()  # a refused service may have met a newer state
    reader, referrals = request.user, report.referrals.all()
    theirs = Report.objects.reported_by(reader)
    can = _possible(report, referrals)
    known = {"name": reader.name} if reader.is_authenticated else {}
    talk = conversation_of(report, MessageAudience.REPORTER, MessageAudience.PUBLIC)
    context = {
        "report": report,
        "answers": answers_in_words(report.category, report.answers),
        "talk": talk,
        "question": _question(report, talk),
        "next": next_step(report),
        "public_place": _public_place(report),
        "photos": report.own_photos,
        "referrals": referrals,
        "openings": report.contact_openings.all(),
        "why_named": why_not_anonymous(report),
        "together": theirs.told_together_with(report).for_short_list() if report.may_be_split else [],
        "earlier": report.earlier_tellings.all(),
        "steps": [step for step in report.registration_steps.all() if step.number],
        "can": can,
        "reply": forms.get("reply") or ReplyForm(),
        "refused": next((name for name in forms if name != "reply"), ""),
        "kept": next((_text_of(form) for name, form in forms.items() if not can[name]), ""),
        "decisions": {
            name: forms.get(name) or form(auto_id=f"{name}_%s", initial=known)
            for name, (form, *_rest) in DECISIONS.items()
            if can[name] or name in forms
        },
    }
    return render(request, "reports/own.html", context, status=status)


def not_theirs(request):
    """Answer a form for a report that is not the reader's: who is signed in finds nothing there.

    Anybody else may have been its reporter a moment ago, and so has whoever followed it by its code beside an account.
    They get back what they typed and are asked who they are, in the same words whether or not there is such a report.
    """
    if request.user.is_authenticated and not request.receipt_over:
        raise Http404
    return ask_again(request)


def ask_again(request):
    """Ask who has a report that is not (or no longer) open here for its code, with what was being written."""
    messages.warning(request, _("Your report is not open here any more. Enter its code, or sign in, and go on."))
    if request.method != "POST":
        return redirect("reports:receipt")
    return receipt_page(request, ReceiptForm(), status=403)


def receipt_page(request, form, *, status=200):
    """Answer with the page that takes a secret code; the words that a form brought stand on it."""
    context = {"form": form, "kept": request.POST.get("text", "")[:LONGEST_TEXT]}
    return render(request, "reports/receipt.html", context, status=status)


def _do(request, report, act, said, **forms):
    """Call a service and go back to the page; a refusal is shown there with what was typed."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return own_page(request, report, status=409, **forms)
    messages.success(request, said)
    return redirect(report)


def _text_of(form):
    """The words that were typed into a form, or were to come back in it."""
    return form.data.get("text") or form.data.get("words") or form.initial.get("text", "")


def _question(report, talk):
    """The last question of the police that the reporter has not answered, or None."""
    if report.is_open:
        for message in reversed(talk):
            if message.from_reporter:
                break
            if message.asks:
                return message
    return None


def _possible(report, referrals):
    """What the reporter can do now."""
    asked = next((referral for referral in referrals if referral.is_open), None)
    return {
        "reply": report.status not in (Status.WITHDRAWN, Status.HANDED_OVER),
        "correct": correction.can_correct(report),
        "confirm": report.status == Status.RESOLVED,
        "dispute": report.status == Status.RESOLVED,
        "lasting": asks_whether_it_lasts(report),
        "object": report.status == Status.DECLINED and report.objected_at is None,
        "reopen": report.status == Status.CLOSED and can_reopen(report),
        "consent": asked is not None and not asked.names_the_reporter and not report.is_anonymous,
        "revoke": asked is not None and asked.names_the_reporter,
        "appeal": appeals.can_appeal(report),
        "withdraw": report.status in (Status.RECEIVED, Status.ACKNOWLEDGED) and report.registration != Registration.DUE,
    }


def _public_place(report):
    """Where the report stands for everybody, or would: None where it has no place."""
    if report.release_state == ReleaseState.RELEASED:
        return report.public_place
    return report.snap_point if report.sensitivity == Sensitivity.OPEN else None
