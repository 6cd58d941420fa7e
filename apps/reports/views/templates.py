"""Response templates: supervisors and administrators write what officers then begin with."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.pagination import KeysetPage
from apps.core.permissions import shown_to
from apps.reports.models import ResponseTemplate
from apps.reports.services import templates
from apps.reports.staff.template_form import ResponseTemplateForm

for_keepers = shown_to("reports.keep_templates")


@require_safe
@for_keepers
def all_templates(request):
    """List the templates of the reader's areas, by name."""
    kept = ResponseTemplate.objects.kept_by(request.user).for_list()
    page = KeysetPage(kept, fields=("name", "pk"), cursor=request.GET.get("page", ""), size=50)
    return render(request, "reports/templates/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def make(request):
    """Write a new template."""
    return _edit(request, ResponseTemplate())


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def change(request, pk):
    """Change a template of the reader's areas."""
    return _edit(request, _kept(request, pk))


@require_POST
@for_keepers
def delete(request, pk):
    """Remove a template of the reader's areas."""
    template = _kept(request, pk)
    templates.delete_template(template, by=request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": template.name})
    return redirect("templates_staff:list")


def _kept(request, pk):
    return get_object_or_404(ResponseTemplate.objects.kept_by(request.user), pk=pk)


def _edit(request, template):
    """The form of a template; `preview` shows how it would read and keeps what was typed."""
    form = ResponseTemplateForm(request.POST if request.method == "POST" else None, instance=template, by=request.user)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        templates.save_template(form.instance, by=request.user)
        messages.success(request, _("“%(name)s” is kept.") % {"name": form.instance.name})
        return redirect("templates_staff:list")
    refused = form.is_bound and not form.is_valid()
    context = {"form": form, "template": template if template.pk else None, "shown": form.shown()}
    return render(request, "reports/templates/edit.html", context, status=422 if refused else 200)
