"""What a form was sending, in the words of the page it stands on: its labels, and the choices as they read there."""

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What pages of the desk send along without showing it.
UNSEEN = {
    "version": gettext_lazy("Which version of it was open"),
    "next": gettext_lazy("Page that follows"),
    "tab": gettext_lazy("Tab of the queue"),
    "report": gettext_lazy("Report"),
    "chosen": gettext_lazy("Chosen"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
}


def in_words(fields, *, html, page, address):
    """Return [(label, words)] of fields [(name, value)] that a form of a page sent to an address.

    `html` is the page as it reads now. What it does not name stands there by the name of the field, as it was sent.
    """
    forms = _Forms(page)
    forms.feed(html)
    return [_said(name, value, forms.controls(name, urlsplit(address).path)) for name, value in fields]


def _said(name, value, controls):
    unseen = str(UNSEEN.get(name, name))
    for control in controls:
        if (words := control.choices.get(value)) is not None:
            return control.label or unseen, words
    labels = {control.label for control in controls}
    if "password" in name or any(control.kind == "password" for control in controls):
        value = "•" * 8
    return (labels.pop() if len(labels) == 1 else "") or unseen, value


class _Text(list):
    """Pieces of text, and then how they read."""

    def __str__(self):
        return " ".join("".join(self).split())


@dataclass
class _Control:
    """A control of a form; its texts are filled while the page is read."""

    name: str
    kind: str
    value: str
    form: set  # the addresses that its form is sent to
    labels: list  # its own label, and the one around it
    legend: _Text | None
    inner: _Text = field(default_factory=_Text)
    options: dict = field(default_factory=dict)

    @property
    def label(self):
        """What it is called: of choices what the group is called; nothing where nobody sees it."""
        if self.kind == "hidden":
            return ""
        if self.kind == "button":
            return _("Button")
        return (str(self.legend or "") if self._is_choice else "") or self._own_label

    @property
    def choices(self):
        """How the values read that it offers."""
        if self.kind == "button":
            return {self.value: str(self.inner)}
        if self._is_choice:
            return {self.value: self._own_label if self.legend else _("yes")}
        return {value: str(text) for value, text in self.options.items()}

    @property
    def _is_choice(self):
        return self.kind in ("radio", "checkbox")

    @property
    def _own_label(self):
        return next((words for label in self.labels if (words := str(label))), "")


class _Forms(HTMLParser):
    """The controls of a page."""

    def __init__(self, page):
        super().__init__()
        self.page = page
        self.found = []
        self.by_id = defaultdict(_Text)  # labels by the control that they are for
        self.legends = []
        self.form = set()
        self.label = self.options = self.taking = None
        self.skipping = False

    def controls(self, name, path):
        """Return the controls of a name in the forms that send to an address."""
        return [control for control in self.found if control.name == name and path in control.form]

    def handle_starttag(self, tag, attributes):
        """Note a control, and where the text that follows belongs."""
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = {self._path(has.get("action", "")), self._path(has.get("hx-post", ""))}
        elif tag == "fieldset":
            self.legends.append(_Text())
        elif tag == "legend" and self.legends:
            self.taking = self.legends[-1]
        elif tag == "label":
            self.label = self.by_id[has["for"]] if "for" in has else _Text()
        elif tag == "option" and self.options is not None:
            self.taking = self.options[has.get("value", "")] = _Text()
        elif tag in ("input", "select", "textarea", "button"):
            self._note(tag, has)
        self.skipping = self.skipping or "field-optional" in has.get("class", "")

    def handle_endtag(self, tag):
        """Stop taking the text of what ends."""
        if tag == "form":
            self.form = set()
        elif tag == "fieldset" and self.legends:
            self.legends.pop()
        elif tag == "label":
            self.label = None
        elif tag == "select":
            self.options = None
        if tag in ("legend", "option", "button", "textarea"):
            self.taking = None
        self.skipping = False

    def handle_data(self, data):
        """Give the text to what is open."""
        target = self.label if self.taking is None else self.taking
        if target is not None and not self.skipping:
            target.append(data)

    def _note(self, tag, has):
        kind = has.get("type", "text") if tag == "input" else tag
        labels = [self.by_id[has["id"]]] if "id" in has else []
        labels += [] if self.label is None else [self.label]
        legend = self.legends[-1] if self.legends else None
        control = _Control(has.get("name"), kind, has.get("value", "on"), self.form, labels, legend)
        self.found.append(control)
        if tag == "select":
            self.options = control.options
        elif tag != "input":
            self.taking = control.inner  # what was typed is no label
        if tag == "button":
            self.form.update(self._path(has[name]) for name in ("formaction", "hx-post") if has.get(name))

    def _path(self, address):
        return urlsplit(urljoin(self.page, address)).path
