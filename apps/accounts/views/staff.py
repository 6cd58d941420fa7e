"""Who works at the desk: roles, invitations, lost second factors. For administrators, in their areas."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.enums import RoleKind
from apps.accounts.forms import InviteForm, StaffListForm
from apps.accounts.gate import step_up_required
from apps.accounts.models import FactorReset, Person, Role
from apps.accounts.services import factors, roles, staff_list
from apps.core.errors import DomainError
from apps.core.pagination import KeysetPage
from apps.core.permissions import shown_to

for_administrators = shown_to("accounts.configure")


@require_safe
@for_administrators
def people(request):
    """List the roles in force in the administrator's areas, and the lost factors that wait for a second person."""
    areas = request.user.areas_as(RoleKind.ADMINISTRATOR)
    held = Role.objects.in_force().within(areas)
    kind = request.GET.get("role", "")
    if kind in RoleKind.values:
        held = held.filter(kind=kind)
    words = request.GET.get("q", "").strip().replace("\0", "")
    if words:
        held = held.named(words)
    page = KeysetPage(held.for_list(), fields=("person__name", "pk"), cursor=request.GET.get("page", ""), size=50)
    waiting = FactorReset.objects.filter(confirmed_at__isnull=True).select_related("person", "asked_by")
    return render(
        request,
        "accounts/staff/people.html",
        {
            "page": page,
            "kinds": RoleKind.choices,
            "kind": kind,
            "query": words,
            "waiting": [reset for reset in waiting if request.user.has_perm("accounts.configure", reset.person)],
        },
    )


@for_administrators
@step_up_required
def invite_one(request):
    """Invite one person."""
    form = InviteForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            role = roles.invite(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(person)s was invited.") % {"person": role.person})
            return redirect("accounts_staff:people")
    return render(request, "accounts/staff/invite.html", {"form": form})


@for_administrators
@step_up_required
def invite_list(request):
    """Invite everybody on a CSV file, or nobody."""
    form = StaffListForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            invited = staff_list.invite_from_csv(form.cleaned_data["file"].read(), by=request.user)
        except staff_list.ListRefused as refusal:
            form.add_error("file", refusal.message)
            problems = refusal.problems
        else:
            told = ngettext("%(count)d person was invited.", "%(count)d people were invited.", len(invited))
            messages.success(request, told % {"count": len(invited)})
            return redirect("accounts_staff:people")
    return render(
        request,
        "accounts/staff/invite_list.html",
        {"form": form, "problems": problems, "columns": staff_list.COLUMNS},
    )


def _role(request, pk):
    role = get_object_or_404(Role.objects.for_list(), pk=pk)
    if not request.user.has_perm("accounts.configure", role):
        raise Http404
    return role


def _act(request, action, done):
    """Do it, say that it is done or why not, and go back to the list."""
    try:
        action()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("accounts_staff:people")


@for_administrators
@step_up_required
def end(request, pk):
    """Ask whether a role should end, and end it."""
    role = _role(request, pk)
    if request.method == "POST":
        return _act(request, lambda: roles.end_role(role, by=request.user), _("The role has ended."))
    return render(request, "accounts/staff/end_role.html", {"role": role})


@require_POST
@for_administrators
def send_again(request, pk):
    """Send the letter of invitation again."""
    role = _role(request, pk)
    return _act(request, lambda: roles.tell_invited(role, by=request.user), _("The letter goes out again."))


@for_administrators
@step_up_required
def lost_factor(request, pk):
    """Ask that somebody's lost second factor be removed."""
    person = get_object_or_404(Person.objects.filter(roles__isnull=False).distinct(), pk=pk)
    if not request.user.has_perm("accounts.configure", person):
        raise Http404
    if request.method == "POST":
        done = _("Asked. Another administrator has to confirm it on this page.")
        return _act(request, lambda: factors.ask_factor_reset(person, by=request.user), done)
    return render(request, "accounts/staff/lost_factor.html", {"person": person})


def _reset(request, pk):
    reset = get_object_or_404(FactorReset.objects.select_related("person", "asked_by"), pk=pk)
    if not request.user.has_perm("accounts.configure", reset.person):
        raise Http404
    return reset


@require_POST
@for_administrators
@step_up_required
def confirm_lost_factor(request, pk):
    """Confirm, as the second person, that a lost factor is removed."""
    reset = _reset(request, pk)
    done = _("The lost factor is removed: a new one is asked for at the next sign-in.")
    return _act(request, lambda: factors.confirm_factor_reset(reset, by=request.user), done)


@require_POST
@for_administrators
def withdraw_lost_factor(request, pk):
    """Take back a request that nobody has confirmed."""
    reset = _reset(request, pk)
    return _act(request, lambda: factors.withdraw_factor_reset(reset, by=request.user), _("Withdrawn."))
