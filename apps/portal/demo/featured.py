"""The few reports that the guides show: each at a telling moment of its life, with a reference that never changes."""

import io
import random
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from apps.accounts.models import Organisation
from apps.areas.models import SnapPoint
from apps.areas.selectors import point_to_area
from apps.attachments.photos import sanitise
from apps.attachments.services import make_safe
from apps.events.models import Event
from apps.events.services import mark_fanned_out
from apps.portal.demo.clock import turned_back
from apps.reports.enums import Channel, Recurrence, Registration
from apps.reports.models import Category, Report
from apps.reports.services import conversation, photos, referral, registration, release, triage
from apps.reports.services.erasure import hold_report
from apps.reports.services.intake import receipt_hash, submit_report
from apps.reports.services.split import split_report

# The code of the anonymous reporter of the demo, published so that everybody can try it.
SECRET_CODE = "7K3M-Q9TD-X2WB-4HNA"  # noqa: S105 - published on purpose
# The number plates of the three cars
COVERED = ((0.16, 0.74, 0.26, 0.79), (0.47, 0.74, 0.57, 0.79), (0.78, 0.74, 0.88, 0.79))
LAMP, CROSSING, DEALING, RAILING, PAVING = "KV47-RM93", "HT93-NW47", "DX64-QK37", "TW63-HK94", "TW63-HK47"


def make_featured_reports(hromada, people):
    """Make the lamp of Olena, the crossing of Nadiia, the third entrance and the railing, as of today."""
    with turned_back(timezone.now()) as clock:
        now = clock.moment
        _lamp(hromada, people, clock, now)
        _crossing(hromada, people, clock, now)
        _dealing(hromada, people, clock, now)
        _railing(hromada, people, clock, now)
    mark_fanned_out(Event.objects.unfanned())


def _lamp(hromada, people, clock, now):
    """With the council; the reporter is asked which stairs."""
    clock.moment = now - timedelta(days=9, hours=2)
    report = file_report(
        hromada,
        "street-light",
        "Mlynova",
        reporter=people["olena"],
        words="Не горять два ліхтарі біля сходів до містка. Донька повертається тут з потяга о 21:40. "
        "Учора якийсь чоловік ішов за нею аж до нашого під’їзду.",
        recurrence=Recurrence.LASTING,
        answers={"extent": "several", "children": "yes"},
        photos=[_photo(7, dark=True), _photo(8, dark=True)],
        reference=LAMP,
    )
    iryna = people["iryna"]
    clock.moment += timedelta(hours=11)
    triage.acknowledge_report(report, by=iryna)
    conversation.answer_reporter(
        report,
        by=iryna,
        text="Дякую, Олено. Мені шкода, що доньці довелося це пережити. Я зателефонувала вам о 9:10 про того чоловіка; "
        "це тепер окреме повідомлення, яке бачу лише я. Заявка на ліхтарі сьогодні піде до ради.",
    )
    split_report(
        report,
        by=iryna,
        category=Category.objects.get(code="child-at-risk"),
        words="Учора о 21:40 невідомий чоловік ішов за дівчиною від станції до під’їзду на Млиновій.",
    )
    release.release_report(
        report,
        by=iryna,
        title_uk="Не горить ліхтар",
        title_en="Street light out",
        summary_uk="Не світять два ліхтарі біля сходів до містка.",
        summary_en="Two lamps by the stairs to the footbridge do not work.",
    )
    clock.moment += timedelta(days=2, hours=5)
    lighting = Organisation.objects.get(name_en="Council, lighting")
    request = referral.refer_report(
        report,
        by=iryna,
        organisation=lighting,
        words="Не світять два ліхтарі біля сходів до містка, вулиця Млинова. Просимо відновити світло: увечері тут "
        "ходять діти зі станції.",
        next_news_on=(now + timedelta(days=3)).date(),
    )
    clock.moment += timedelta(hours=3)
    referral.accept_referral(request, by=people["oksana"], due_on=(now + timedelta(days=1)).date())
    conversation.post_public_update(report, by=iryna, text="Рада прийняла заявку: нові світильники цього тижня.")
    clock.moment = now - timedelta(hours=5)
    referral.move_referral_day(
        request,
        by=people["oksana"],
        due_on=(now + timedelta(days=3)).date(),
        reason="Світильники привезли без кріплень. Постачальник довезе їх післязавтра, бригада вже в графіку.",
    )
    clock.moment = now - timedelta(hours=3)
    conversation.ask_reporter(report, by=iryna, text="Бригада запитує: які саме сходи — ті, що з поручнем?")


def _crossing(hromada, people, clock, now):
    """In progress, with a note that no reporter reads."""
    clock.moment = now - timedelta(days=1, hours=4)
    report = file_report(
        hromada,
        "parking",
        "Zaritska",
        reporter=people["nadiia"],
        words="Щоранку з 8:15 до 8:40 ті самі три авто стоять на зебрі перед школою № 4. Діти виходять на дорогу між "
        "машинами. Учора бус загальмував за метр від першокласника. Номери двох авто в мене є.",
        recurrence=Recurrence.REPEATED,
        photos=[_photo(3), _photo(4)],
        reference=CROSSING,
    )
    clock.moment += timedelta(hours=1)
    triage.start_report(report, by=people["iryna"], next_news_on=(now + timedelta(days=1)).date())
    conversation.answer_reporter(
        report, by=people["iryna"], text="Дякую, Надіє. Це щодня, коли є уроки? І біля яких воріт саме?"
    )
    clock.moment += timedelta(hours=3)
    conversation.reply_as_reporter(
        report, by=people["nadiia"], text="Щодня. Біля воріт із вулиці Зарічної. Бус був білий, з пекарні."
    )
    clock.moment = now - timedelta(hours=5)
    conversation.add_note(
        report,
        by=people["hnatiuk"],
        text="@Ірина Коваль, рахував з 8:10 до 8:45: сім авто на зебрі, два з них — учителів. Директорку попередив.",
        mentioned=[people["iryna"]],
    )
    release.release_report(
        report,
        by=people["iryna"],
        title_uk="Авто на пішохідному переході",
        title_en="Cars parked on the crossing",
        summary_uk="Зранку авто стоять на переході біля школи.",
        summary_en="In the morning cars stand on the crossing at the school.",
    )
    photos.release_photo(report, by=people["iryna"], photo=report.photos.first(), boxes=COVERED)


def _dealing(hromada, people, clock, now):
    """Anonymous, of a kind that is shown for its area alone; its secret code is published."""
    clock.moment = now - timedelta(days=4, hours=6)
    report = file_report(
        hromada,
        "drug-dealing",
        "Vokzalna",
        words="У третьому під’їзді щовечора збираються незнайомі й шукають щось під поштовими скриньками. "
        "Боюся, що мене впізнають, тому пишу без імені.",
        recurrence=Recurrence.REPEATED,
        reference=DEALING,
    )
    report.receipt_hash = receipt_hash(SECRET_CODE)
    report.save(update_fields=["receipt_hash"])
    clock.moment += timedelta(hours=3)
    bohdan = people["bohdan"]
    registration.register_report(report, by=bohdan, state=Registration.RECORDED, number="ЄО-4127")
    triage.acknowledge_report(report, by=bohdan)
    conversation.answer_reporter(
        report, by=bohdan, text="Дякуємо. Ваше ім’я нам не потрібне. О котрій годині це найчастіше буває?"
    )
    clock.moment += timedelta(days=1)
    triage.start_report(report, by=bohdan, next_news_on=(now + timedelta(days=2)).date())
    hold_report(report, by=bohdan, reason="Слідчий просив зберегти все до кінця перевірки.")


def _railing(hromada, people, clock, now):
    """Told by an old lady in the library, and taken down there; some weeks before she had telephoned."""
    lady = {
        "name": "Марія Степанівна Гук",
        "phone": "050 000 17 04",
        "safe_contact": "Телефонувати до обіду, говорити голосно.",
    }
    clock.moment = now - timedelta(days=19, hours=3)
    earlier = file_report(
        hromada,
        "road-hazard",
        "Mlynova",
        words="Перед бібліотекою хитається плитка, після дощу з-під неї бризкає, а взимку тут ковзатимуться.",
        recurrence=Recurrence.LASTING,
        channel=Channel.PHONE,
        identity=lady,
        by=people["iryna"],
        reference=PAVING,
    )
    clock.moment += timedelta(days=4)
    triage.resolve_report(earlier, by=people["iryna"], outcome="Плитку переклали. Дякую, пані Маріє.")
    clock.moment = now - timedelta(days=1, hours=5)
    report = file_report(
        hromada,
        "road-hazard",
        "Mlynova",
        words="На східцях до аптеки відламані поручні. Учора я ледь не впала, а з паличкою інакше не пройти.",
        recurrence=Recurrence.LASTING,
        channel=Channel.IN_PERSON,
        identity=lady,
        by=people["halyna"],
        reference=RAILING,
    )
    clock.moment += timedelta(hours=3)
    triage.acknowledge_report(report, by=people["iryna"])


def file_report(hromada, code, street, *, reference, **fields):
    """File a report at the first public place of a street, a few steps away from it."""
    places = SnapPoint.objects.current().filter(area__path__startswith=hromada.path, address_count__gte=8)
    snap_point = places.filter(name_en__startswith=street).order_by("code").first() or places.order_by("code").first()
    lon, lat = snap_point.point.coords
    point = Point(lon + 0.0006, lat - 0.0003, srid=4326)
    report, _code = submit_report(
        category=Category.objects.get(code=code),
        area=point_to_area(point) or snap_point.area,
        point=point,
        place=f"{snap_point.name_uk}, 14",
        snap_point=snap_point,
        language="uk",
        **fields,
    )
    Report.objects.filter(pk=report.pk).update(reference=reference)
    report.refresh_from_db()
    return report


def _photo(seed, *, dark=False):
    """Draw a small street scene and let it through the same door as every photo."""
    dice = random.Random(seed)  # noqa: S311 (a drawing)
    sky, wall, road = ("#1c2836", "#2b3846", "#141c26") if dark else ("#cfdfe8", "#d6c9b4", "#8f949b")
    picture = Image.new("RGB", (960, 720), sky)
    draw = ImageDraw.Draw(picture)
    for column in range(6):
        left, top = column * 165 - 20, dice.randint(90, 260)
        draw.rectangle((left, top, left + 150, 520), fill=wall)
        for row in range(3):
            for window in range(2):
                lit = dark and dice.random() < 0.25
                x, y = left + 25 + window * 60, top + 30 + row * 80
                draw.rectangle((x, y, x + 36, y + 46), fill="#e7b35a" if lit else "#5f6f80")
    draw.rectangle((0, 500, 960, 720), fill=road)
    if dark:
        for step in range(7):
            draw.rectangle((330 - step * 12, 520 + step * 26, 630 + step * 12, 534 + step * 26), fill="#55606c")
        draw.line((720, 520, 720, 200), fill="#0c1219", width=12)
        draw.line((720, 206, 660, 206), fill="#0c1219", width=10)
    else:
        for stripe in range(8):
            draw.rectangle((60 + stripe * 110, 560, 120 + stripe * 110, 700), fill="#eceae4")
        for car, colour in enumerate(("#4d6480", "#8c3f36", "#e9e7e1")):
            left = 70 + car * 290 + dice.randint(-20, 20)
            draw.rounded_rectangle((left, 500, left + 240, 590), 26, fill=colour)
            draw.rounded_rectangle((left + 45, 448, left + 190, 520), 24, fill=colour)
            for wheel in (left + 50, left + 190):
                draw.ellipse((wheel - 26, 566, wheel + 26, 618), fill="#20242a")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return make_safe(sanitise(SimpleUploadedFile("scene.jpg", file.getvalue(), "image/jpeg")))
