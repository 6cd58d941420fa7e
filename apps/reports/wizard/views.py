"""The addresses of the wizard: which question may be asked now, and what stands around the questions."""

from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.attachments.responses import serve
from apps.core import shared_computer
from apps.core.rate_limits import Limit, limited
from apps.reports.errors import DraftEnded
from apps.reports.models import Category
from apps.reports.services import drafts
from apps.reports.wizard import course, questions
from apps.reports.wizard.cookies import draft_of, forget, had_draft, may_be_shared, remember
from apps.reports.wizard.forms import DangerForm, NearForm, PhotosForm

OPENING = Limit("draft", each=60, overall=3000, seconds=3600)  # for one household or library, and for everybody
STOPS = Category.Stopper.values


def may_leave(view):
    """Decorate a page with the button “clear and leave”: its form is answered by a redirect to another site."""
    return csp_update({"form-action": [settings.QUICK_EXIT_URL]})(view)


def live(view):
    """Decorate a view of a draft: without one that lives it leads to the first question, once sent to its end."""

    @wraps(view)
    def found(request, *args, **kwargs):
        draft = draft_of(request)
        if draft is None:
            return _begin_anew(request, kwargs.get("step", ""))
        if draft.report_id:
            return redirect("reports:done")
        try:
            return view(request, draft, *args, **kwargs)
        except DraftEnded:
            return _begin_anew(request, kwargs.get("step", ""))

    return found


@may_leave
@require_http_methods(["GET", "HEAD", "POST"])
@limited(OPENING)
@may_be_shared
def start(request):
    """Ask the first question; its answer opens the draft, unless somebody must call now.

    Who says that others use this computer too leaves nothing in it. Who wants to begins with photos: they wait in the
    draft, and are kept even where the question has no answer yet. An area or a point in the address (?area=,
    ?lat=&lon=) is where the question about the place begins, or the place of a photo as its writer's device read it.
    """
    draft = draft_of(request)
    if draft is not None and draft.report_id:
        draft = None  # what was sent has its own page; this is another report
    answers = draft.answers if draft else {}
    form = DangerForm(questions.posted(request), initial={"danger": answers.get("danger")})
    photos_form = PhotosForm(room=drafts.photo_room(draft))
    if request.method == "POST" and form.is_valid() and form.as_answer() != "no":
        return redirect("portal:emergency")
    token = response = ""
    if request.method == "POST" and (form.is_valid() or request.FILES):
        answers |= ({"danger": "no"} if form.is_valid() else {}) | _near(request)
        draft, token = _kept(draft, answers)
        photos_form = PhotosForm(request.POST, request.FILES, room=drafts.photo_room(draft))
        if questions.take_photos(request, draft, photos_form) and form.is_valid():
            response = redirect("reports:step", course.first_open(answers, request.user))
    if not response:
        photos = list(draft.photos.order_by("pk")) if draft else []
        begun = request.method != "POST" and answers.get("danger") and course.first_open(answers, request.user)
        context = {"form": form, "begun": begun, "photos": photos, "photos_form": photos_form}
        context |= course.progress("danger") | {"room": drafts.photo_room(draft)}
        response = render(request, "reports/wizard/danger.html", context)
    return remember(response, request, draft, token) if draft and request.method == "POST" else response


@may_leave
@require_http_methods(["GET", "HEAD", "POST"])
@live
def step(request, draft, step):
    """Ask one question, or lead to an earlier one that has no answer yet."""
    ask = questions.QUESTIONS.get(step)
    if ask is None:
        raise Http404
    answers = draft.answers
    if missing := course.first_open(answers, request.user, before=step):
        if request.method == "POST":
            questions.keep_typed(draft, step, request)
        messages.info(request, _("This question comes first. What you answered so far is kept."))
        return questions.lead_to(missing)
    return ask(request, draft, answers)


@may_leave
@require_safe
def stop(request, kind):
    """Say whom to call instead of writing."""
    if kind not in STOPS:
        raise Http404
    draft = draft_of(request)
    back = draft is not None and not draft.report_id
    return render(request, "reports/wizard/stop.html", {"kind": kind, "back": back})


@may_leave
@require_safe
def done(request):
    """Show what was received, to the browser that sent it and while its draft lives: a minute on a shared computer."""
    draft = draft_of(request)
    if draft is None or not draft.report_id:
        return _begin_anew(request, "") if draft is None else redirect("reports:start")
    report = draft.report
    context = {
        "report": report,
        "code": draft.answers.get("secret_code", ""),
        "has_email": report.identity.get("email"),
    }
    return render(request, "reports/wizard/done.html", context)


@require_POST
def begin_anew(request):
    """Clear the draft and ask the first question again."""
    return forget(_cleared(request, redirect("reports:start")))


@require_POST
def leave(request):
    """Clear the draft and lead to a page that anybody may have open; the script of the page leads there itself.

    Of a shared computer the session goes too.
    """
    away = HttpResponse(status=204) if "stay" in request.POST else HttpResponseRedirect(settings.QUICK_EXIT_URL)
    response = forget(_cleared(request, away))
    shared_computer.end(request)
    return response


@require_safe
@live
def photo(request, draft, token):
    """Answer with the thumbnail of a photo of one's own draft."""
    found = drafts.photo_of(draft, token)
    if found is None:
        raise Http404
    return serve(found, "thumbnail")


def _kept(draft, answers):
    """Keep the answers in the draft, or in a new one; return (draft, the token of a new one or "")."""
    if draft is None:
        return drafts.open_draft(**answers)
    drafts.save_answers(draft, **answers)
    return draft, ""


def _near(request):
    """Return {"near": where the question about the place begins}, or {} where nothing says it."""
    if photo := NearForm({name: request.POST.get(name) for name in ("lat", "lon")}).as_answer():
        return {"near": photo | {"photo": True}}
    near = NearForm(request.GET).as_answer()
    return {"near": near} if near else {}


def _cleared(request, response):
    if (draft := draft_of(request)) is not None:
        drafts.discard_draft(draft)
    return response


def _begin_anew(request, step):
    """Lead to the first question; what was typed on a page whose draft has ended goes into a new one."""
    ended = _("Your draft has ended: drafts are deleted after 24 hours.")
    if request.shared_computer:
        ended = _("Your draft has ended: on a shared computer it is deleted after 10 minutes without you.")
    response = redirect("reports:start")
    typed = questions.typed_of(request) if request.method == "POST" and step in questions.QUESTIONS else {}
    if any(typed.values()):
        draft, token = drafts.open_draft(typed={step: typed})
        remember(response, request, draft, token)
        kept = _("What you typed on the last page is kept and will stand there again when you come to it.")
        messages.warning(request, f"{ended} {kept}")
    elif had_draft(request):
        forget(response)
        again = _("Please begin with this question.")
        messages.warning(request, f"{ended} {again}")
    return response
