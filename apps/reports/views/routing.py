"""The rules by which new reports reach a unit or an officer: for administrators, in their areas."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.gate import step_up_required
from apps.core.permissions import shown_to
from apps.reports.errors import RuleRefused
from apps.reports.models import RoutingRule
from apps.reports.services import routing
from apps.reports.staff.routing import RuleForm

for_administrators = shown_to("accounts.configure")


@require_safe
@for_administrators
def rules(request):
    """Answer with the rules of the administrator's areas in their order, each with what keeps it from working."""
    book = routing.rule_book()
    shown = [rule for rule in book.rules if request.user.has_perm("accounts.configure", rule)]
    rows = [{"rule": rule, "hiding": book.hiding(rule)} for rule in shown]
    return render(request, "reports/staff/routing/rules.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@step_up_required
def edit(request, pk=None):
    """Ask for a rule, try it on past reports, and keep it once exactly this was tried."""
    rule = RoutingRule() if pk is None else _rule(request, pk)
    form, trial = RuleForm(request.POST if request.method == "POST" else None, rule=rule, by=request.user), None
    if form.is_valid():
        try:
            if request.POST.get("tried") == form.tried:
                routing.save_rule(form.rule, by=request.user)
                messages.success(request, _("The rule is kept. New reports go by it from now on."))
                return redirect("routing:rules")
            trial = routing.try_rule(form.rule)
        except RuleRefused as refusal:
            form.add_error(refusal.field, refusal.message)
    context = {"form": form, "trial": trial, "is_new": pk is None}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "reports/staff/routing/edit.html", context, status=status)


@require_POST
@for_administrators
@step_up_required
def move(request, pk):
    """Let a rule stand one place earlier or later."""
    routing.move_rule(_rule(request, pk), up="up" in request.POST, by=request.user)
    return redirect("routing:rules")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@step_up_required
def remove(request, pk):
    """Ask whether a rule should go, and take it away."""
    rule = _rule(request, pk)
    if request.method == "POST":
        routing.remove_rule(rule, by=request.user)
        messages.success(request, _("The rule is gone."))
        return redirect("routing:rules")
    return render(request, "reports/staff/routing/remove.html", {"rule": rule})


def _rule(request, pk):
    rules = RoutingRule.objects.select_related("area", "category", "organisation", "officer").defer("area__boundary")
    rule = get_object_or_404(rules, pk=pk)
    if not request.user.has_perm("accounts.configure", rule):
        raise Http404
    return rule
