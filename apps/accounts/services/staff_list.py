"""Inviting staff from a CSV file: every line is checked before the first person is made."""

import csv
import io

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.enums import RoleKind
from apps.accounts.models import Organisation
from apps.accounts.services.roles import RoleRefused, invite
from apps.areas.models import Area
from apps.core.errors import DomainError

COLUMNS = ("email", "name", "role", "area", "organisation", "title_uk", "title_en")
NEEDED = ("email", "role", "area")
LONGEST = 2_000
LARGEST_BYTES = 1024 * 1024


class ListRefused(DomainError):
    """Nobody was invited; `problems` holds a sentence for every line that has to be mended."""

    code = "staff_list_refused"

    def __init__(self, problems):
        self.problems = problems
        super().__init__(
            ngettext(
                "Nobody was invited: one thing has to be mended first.",
                "Nobody was invited: %(count)d things have to be mended first.",
                len(problems),
            )
            % {"count": len(problems)}
        )


def invite_from_csv(content, *, by):
    """Invite everybody on a list (UTF-8 bytes, columns `COLUMNS`, comma or semicolon); return the roles.

    `area` is a code or slug, `organisation` a name in either language. All or nobody: raises `ListRefused` with a
    sentence for each bad line.
    """
    rows = _read(content)
    problems, checked = [], []
    for number, row in rows:
        try:
            checked.append((number, _check(row, by=by)))
        except ValidationError as reason:
            problems += [_("Line %(number)d: %(reason)s") % {"number": number, "reason": text} for text in reason]
    problems += _doubles(checked)
    if problems:
        raise ListRefused(problems)
    return _invite_all(checked, by=by)


@transaction.atomic
def _invite_all(checked, *, by):
    problems, roles = [], []
    for number, person in checked:
        try:
            roles.append(invite(by=by, **person))
        except RoleRefused as refusal:
            problems.append(_("Line %(number)d: %(reason)s") % {"number": number, "reason": refusal.message})
    if problems:
        raise ListRefused(problems)  # takes back everybody before the bad line
    return roles


def _read(content):
    if len(content) > LARGEST_BYTES:
        raise ListRefused([_("The file is larger than 1 MB: split it.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListRefused([_("The file is not UTF-8 text: save it as “CSV UTF-8” in your spreadsheet.")]) from None
    if "\0" in text:
        raise ListRefused([_("The file is not text: save it as “CSV UTF-8” in your spreadsheet.")])
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    columns = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if missing := [name for name in NEEDED if name not in columns]:
        raise ListRefused(
            [
                _("The first line has to name the columns; missing: %(missing)s. Known: %(known)s.")
                % {"missing": ", ".join(missing), "known": ", ".join(COLUMNS)}
            ]
        )
    reader.fieldnames = columns
    rows = []
    try:
        for row in reader:
            fields = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if any(fields.values()):
                rows.append((reader.line_num, fields))
    except csv.Error:
        raise ListRefused([_("Line %(number)d cannot be read as CSV.") % {"number": reader.line_num}]) from None
    if not rows:
        raise ListRefused([_("The file names nobody.")])
    if len(rows) > LONGEST:
        raise ListRefused([_("The file has more than %(count)d lines: split it.") % {"count": LONGEST}])
    return rows


def _check(row, *, by):
    problems = []
    try:
        validate_email(row["email"])
    except ValidationError:
        problems.append(_("“%(text)s” is not an e-mail address.") % {"text": row["email"]})
    kind = row["role"].lower()
    if kind not in RoleKind.values:
        problems.append(
            _("“%(text)s” is not a role; the roles are %(roles)s.")
            % {"text": row["role"], "roles": ", ".join(RoleKind.values)}
        )
    area = Area.objects.defer("boundary").filter(code=row["area"]).first()
    area = area or Area.objects.defer("boundary").filter(slug=row["area"].lower()).first()
    if area is None:
        problems.append(_("There is no area with the code or address “%(text)s”.") % {"text": row["area"]})
    elif by is not None and not by.has_perm("accounts.configure", area):
        problems.append(_("You do not administer %(area)s.") % {"area": area})
    organisation = None
    if row["organisation"]:
        organisation = Organisation.objects.named(row["organisation"]).first()
        if organisation is None:
            problems.append(_("There is no organisation called “%(text)s”.") % {"text": row["organisation"]})
    for name, longest in (("name", 120), ("title_uk", 120), ("title_en", 120)):
        if len(row[name]) > longest:
            problems.append(_("“%(column)s” is longer than %(count)d characters.") % {"column": name, "count": longest})
    if problems:
        raise ValidationError(problems)
    return {
        "email": row["email"].lower(),
        "name": row["name"],
        "kind": kind,
        "area": area,
        "organisation": organisation,
        "title_uk": row["title_uk"],
        "title_en": row["title_en"],
    }


def _doubles(checked):
    first, problems = {}, []
    for number, person in checked:
        key = (person["email"], person["kind"], person["area"].pk)
        if key in first:
            problems.append(
                _("Line %(number)d says the same as line %(first)d.") % {"number": number, "first": first[key]}
            )
        first.setdefault(key, number)
    return problems
