"""How every form is drawn."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Draw a form and its fields with the portal's one field template."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
