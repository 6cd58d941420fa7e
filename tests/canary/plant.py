"""Reports in every state with a distinct secret in each private field, and the list of those secrets."""

import hashlib
import math
import re
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

from django.contrib.gis.geos import Point
from django.utils import timezone

from apps.accounts.enums import OrganisationKind
from apps.attachments.photos import SafePhoto
from apps.attachments.services import make_safe
from apps.core.encryption import encrypt, new_data_key
from apps.notifications.links import confirm_path, following_path
from apps.notifications.models import Device, Subscriber
from apps.notifications.services.subscriptions import ask_to_follow, confirm, follow
from apps.reports.enums import MessageAudience, Nature, ReferralState, ReleaseState, Sensitivity, Status
from apps.reports.lasting import lasting_path
from apps.reports.map.keys import z_order
from apps.reports.models import (
    Appeal,
    ContactOpening,
    Draft,
    EarlierTelling,
    Message,
    Referral,
    RegistrationStep,
    ReleaseRevision,
    Report,
    ReportPhoto,
    Support,
)
from tests.factories.accounts import OrganisationFactory, PersonFactory
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report

STATUSES = (
    Status.RECEIVED,
    Status.WAITING_FOR_REPORTER,
    Status.CLOSED,
    Status.HANDED_OVER,
)


@dataclass
class Plantation:
    """What was planted: secrets as {text: where it stands}, reports, and words that everybody may read."""

    secrets: dict = field(default_factory=dict)
    reports: list = field(default_factory=list)
    samples: list = field(default_factory=list)  # one report of each release state and sensitivity
    referrals: list = field(default_factory=list)  # one about each sample, all to one body
    photos: list = field(default_factory=list)
    public: list = field(default_factory=list)
    links: list = field(default_factory=list)  # of mail without an account: whoever holds one finds no address there
    reporter: object = None

    def secret(self, where):
        """Return a new secret of letters alone, which no encoding of a page changes, and remember it."""
        number = hashlib.sha256(f"{len(self.secrets)} {where}".encode()).hexdigest()
        text = "zq" + number[:14].translate(str.maketrans("0123456789", "ghijklmnop"))
        self.secrets[text] = where
        return text

    def digits(self, where):
        """Return a new secret of digits, such as a phone number, and remember it."""
        text = f"77{len(self.secrets):04d}{int(hashlib.sha256(where.encode()).hexdigest(), 16) % 10**4:04d}"
        self.secrets[text] = where
        return text

    def remember(self, text, where):
        """Count a text that the portal itself made as a secret."""
        self.secrets[str(text)] = where

    def found_in(self, text):
        """Return where the secrets in a text came from, as sorted lines.

        Two numbers of four or more decimals beside each other count as the place that is within ten metres of them.
        """
        numbers = [float(number) for number in re.findall(r"\d+\.\d{4,}", text)]
        candidates = {
            *re.findall(r"zq[a-p]{14}|77\d{8}", text),
            *re.findall(r"[\w-]{8,}", text),
            *(_place(min(pair), max(pair), cut) for pair in pairwise(numbers) for cut in (round, math.floor)),
        }
        return sorted({self.secrets[text] for text in candidates if text in self.secrets})


def _place(lon, lat, cut):
    """A place (degrees; here the longitude is the smaller) as a secret: to four decimals, rounded or cut off."""
    return f"{cut(lon * 10**4)} {cut(lat * 10**4)}"


def plant(areas, officer, statuses=STATUSES):
    """Plant reports of one reporter in Zarichchia: release × sensitivity × state; return the Plantation."""
    planted = Plantation()
    planted.reporter = PersonFactory(
        name=planted.secret("name of the reporter"),
        email=f"{planted.secret('address of the reporter')}@example.org",
        phone=planted.digits("phone of the reporter"),
        home_area=areas.zarichchia,
    )
    tools = SimpleNamespace(
        areas=areas,
        officer=officer,
        categories={
            kind: CategoryFactory(
                sensitivity=kind,
                nature=Nature.CRIME if kind == Sensitivity.AREA_ONLY else Nature.PUBLIC_ORDER,
                questions=[{"key": "asked", "type": "text", "label": {"uk": "Що?", "en": "What?"}, "choices": []}],
            )
            for kind in Sensitivity
        },
        snap_point=SnapPointFactory(area=areas.zarichchia),
    )
    for release in (*ReleaseState, "next week", "withdrawn"):
        for sensitivity in Sensitivity:
            if sensitivity == Sensitivity.SEALED and release not in (ReleaseState.PENDING, ReleaseState.WITHHELD):
                continue
            for status in statuses:
                report = _plant_report(planted, tools, release, sensitivity, status)
                if status == statuses[0]:
                    planted.samples.append(report)
    _plant_draft(planted)
    _plant_followers(planted, areas)
    _plant_referrals(planted, areas, officer)
    planted.links += [lasting_path(report) for report in planted.reports if report.closed_at][:2]
    return planted


def _plant_followers(planted, areas):
    """The reporter follows a circle with a name of its own, an address without an account the area."""
    centre = (30.00517, 50.00719)
    circle = follow(planted.reporter, centre=centre, radius=3000, name=planted.secret("name of a circle"))
    planted.remember(_place(*circle.centre.coords, round), "centre of a circle")
    email = f"{planted.secret('address of a follower')}@example.org"
    ask_to_follow(email, language="en", area=areas.zarichchia)
    subscriber = Subscriber.objects.get(person=None)
    confirm(subscriber.subscriptions.get())
    planted.links += [following_path(subscriber.pk), confirm_path(subscriber.subscriptions.get().pk), "/forged.link/"]
    phone = Device.objects.create(
        person=planted.reporter,
        name=planted.secret("name of a device"),
        endpoint_hash=planted.secret("hash of a device"),
        data_key=(key := new_data_key()),
        sealed_subscription=encrypt(key, planted.secret("address of a device")),
    )
    planted.remember(phone.sealed_subscription, "sealed address of a device")
    planted.remember(subscriber.address_hash, "hash of the address of a follower")


def _plant_referrals(planted, areas, officer):
    """A body of the council is asked about each sample, and has answered every second time."""
    body = OrganisationFactory(kind=OrganisationKind.AUTHORITY, force="")
    body.areas.add(areas.hromada)
    for number, report in enumerate(planted.samples):
        ended = number % 2
        referral = Referral(
            report=report,
            organisation=body,
            sent_by=officer,
            due_on=timezone.localdate(),
            state=ReferralState.DONE if ended else ReferralState.SENT,
            ended_at=timezone.now() if ended else None,
            consent_note=planted.secret("consent noted") if ended else "",
        )
        referral.words = planted.secret("words of a referral")
        referral.answer = planted.secret("answer to a referral")
        today = timezone.localdate().isoformat()
        referral.moves = [{"before": today, "after": today, "reason": planted.secret("why a day was moved")}]
        referral.save()
        planted.referrals.append(referral)


def _plant_report(planted, tools, release, sensitivity, status):
    kind = f"{release} {sensitivity} {status}"
    number = len(planted.reports)
    # Of one in two reports the reporter has an account; of the others they left contacts and hold a receipt.
    point = Point(30.00113 + number * 0.0002, 50.00133 + number * 37 % 89 * 0.0002, srid=4326)
    report = make_report(
        tools.areas.zarichchia,
        category=tools.categories[sensitivity],
        words=f"{planted.secret(f'words, {kind}')} happened here",
        point=point,
        place=planted.secret(f"place in words, {kind}"),
        happened_text=planted.secret(f"when in words, {kind}"),
        answers={"asked": planted.secret(f"answer, {kind}")},
        snap_point=tools.snap_point,
        reporter=planted.reporter if number % 2 else None,
        identity={
            "name": planted.secret(f"name, {kind}"),
            "email": f"{planted.secret(f'e-mail, {kind}')}@example.org",
            "phone": planted.digits(f"phone, {kind}"),
            "address": planted.secret(f"address, {kind}"),
            "safe_contact": planted.secret(f"how to reach them safely, {kind}"),
        },
        photos=[_photo(planted, f"photo, {kind}")],
    )
    if report.secret_code:
        planted.remember(report.secret_code, f"secret code, {kind}")
        planted.remember(report.receipt_hash, f"hash of the code, {kind}")
        planted.remember(report.phone_index, f"hash of the number, {kind}")
        planted.remember(report.email_index, f"hash of the address, {kind}")
    for cut in (round, math.floor):
        planted.remember(_place(*point.coords, cut), f"exact place, {kind}")
    planted.remember(z_order(*point.coords), f"key of the exact place, {kind}")
    planted.remember(point.hexewkb.decode(), f"exact place in binary, {kind}")
    _set_state(planted, report, kind, status)
    _set_release(planted, report, kind, release, sensitivity)
    _talk(planted, report, kind, tools.officer, release)
    planted.reports.append(report)
    return report


def _set_state(planted, report, kind, status):
    """Bring the report into a state, with words where each state has some."""
    Report.objects.filter(pk=report.pk).update(
        status=status,
        resolved_at=timezone.now() if status == Status.CLOSED else None,
        closed_at=timezone.now() if status == Status.CLOSED else None,
        handover_number=planted.secret(f"outgoing number, {kind}"),
        handover_contact=planted.secret(f"contact of the other service, {kind}"),
        hold_reason=planted.secret(f"why it is kept, {kind}"),
        consent_given_by=planted.secret(f"investigator, {kind}"),
        source_id=planted.secret(f"number in the earlier system, {kind}"),
    )
    report.refresh_from_db()
    report.outcome = planted.secret(f"outcome, {kind}")
    report.save(update_fields=["open_outcome", "sealed_words"])


def _set_release(planted, report, kind, release, sensitivity):
    """Write public words; only those that everybody may read now are no secrets."""
    now = timezone.now()
    public = release == ReleaseState.RELEASED
    words = {
        name: (f"zpublic{report.pk}{name[-10:]}" if public else planted.secret(f"{name}, {kind}"))
        for name in ("public_title_uk", "public_title_en", "public_summary_uk", "public_summary_en")
    }
    words = {name: text.replace("_", "") for name, text in words.items()}
    if public:
        planted.public.append(words["public_title_uk"])
    placed = release in (ReleaseState.RELEASED, "next week") and sensitivity == Sensitivity.OPEN
    Report.objects.filter(pk=report.pk).update(
        release_state={"next week": "released", "withdrawn": "withheld"}.get(release, release),
        published_at=now + timedelta(days=7) if release == "next week" else now,
        public_day=timezone.localdate(),
        public_place=report.snap_point if placed else None,
        map_key=z_order(*report.snap_point.point.coords) if placed else None,
        **words,
    )
    ReleaseRevision.objects.create(
        report=report,
        action="released",
        title_uk=planted.secret(f"earlier title, {kind}"),
        title_en=planted.secret(f"earlier English title, {kind}"),
        summary_uk=planted.secret(f"earlier summary, {kind}"),
        summary_en=planted.secret(f"earlier English summary, {kind}"),
    )
    Support.objects.create(report=report, supporter=planted.secret(f"supporter, {kind}"))
    report.refresh_from_db()


def _talk(planted, report, kind, officer, release):
    """Say something to every audience, enter a number in the police record, open the contacts."""
    for audience in MessageAudience:
        if audience == MessageAudience.PUBLIC and release == ReleaseState.RELEASED:
            continue
        message = Message(report=report, audience=audience, author=officer)
        message.set_text(planted.secret(f"{audience} message, {kind}"))
        message.save()
        if audience == MessageAudience.INTERNAL:
            photo = _photo(planted, f"photo of a note, {kind}")
            planted.photos.append(ReportPhoto.objects.create(report=report, message=message, attachment=photo))
    reply = Message(report=report, audience=MessageAudience.REPORTER, from_reporter=True)
    reply.set_text(planted.secret(f"reply, {kind}"))
    reply.save()
    planted.photos.extend(report.photos.filter(message=None))
    earlier = EarlierTelling(report=report)
    earlier.set_told({"words": planted.secret(f"first words, {kind}"), "place": planted.secret(f"first place, {kind}")})
    earlier.save()
    RegistrationStep.objects.create(report=report, state="recorded", number=planted.secret(f"record number, {kind}"))
    Appeal.objects.create(
        report=report,
        number=planted.secret(f"appeal number, {kind}"),
        forwarded_to=planted.secret(f"competent body, {kind}"),
    )
    ContactOpening.objects.create(report=report, by=officer, reason=planted.secret(f"reason, {kind}"))


def _plant_draft(planted):
    draft = Draft(token_hash=planted.secret("token of a draft"))
    draft.answers = {"words": planted.secret("words of a draft"), "place": planted.secret("place of a draft")}
    draft.save()
    draft.photos.add(_photo(planted, "photo of a draft"))


def _photo(planted, where):
    """Store a photo whose bytes are the secret; its file names and token are secrets too."""
    content = f"\xff\xd8\xff {planted.secret(where)}".encode("latin-1")
    photo = make_safe(SafePhoto(photo=content, thumbnail=content, width=8, height=6, content_type="image/jpeg"))
    for text in (Path(photo.photo.name).stem, Path(photo.thumbnail.name).stem, photo.token):
        planted.remember(text, f"name of a {where}")
    return photo
