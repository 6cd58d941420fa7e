"""Response templates of the invented town, one for what its officers write most often."""

from apps.reports.enums import Status
from apps.reports.models import Category, ResponseTemplate
from apps.reports.services.templates import save_template

# name, code of the kind or group ("" for any), state ("" for any), Ukrainian, English
TEMPLATES = (
    (
        "Прочитано",
        "",
        Status.RECEIVED,
        "Дякуємо. Ваше повідомлення {reference} прочитано, ним займається {unit}. Коли з’ясуємо перше, напишемо тут.",
        "Thank you. Your report {reference} has been read, and {unit} deals with it. We write here once we know more.",
    ),
    (
        "Коли чекати новин",
        "",
        Status.IN_PROGRESS,
        "Працюємо над {reference}. Наступна новина від нас буде до такого дня: {next_news}.",
        "We are working on {reference}. You hear from us again by {next_news}.",
    ),
    (
        "Передано до ради",
        "street",
        Status.REFERRED,
        "Це справа служб громади, тож ми передали їм {reference}. Відповісти вони мають до такого дня: {next_news}. "
        "Якщо промовчать, нагадаємо самі.",
        "This is for the services of the council, and we passed {reference} on to them. They answer by {next_news}. "
        "If they do not, we remind them.",
    ),
    (
        "Паркування: потрібен час",
        "traffic",
        "",
        "Щоб патруль застав порушення, напишіть, будь ласка, у які дні й години це буває. Номерів тут не пишіть: "
        "їх запише патруль.",
        "So that a patrol sees it happen, please tell us the days and hours. Leave number plates out: the patrol "
        "takes them down.",
    ),
    (
        "Шум: дзвоніть 102",
        "order",
        "",
        "Коли шумить просто зараз, телефонуйте 102: поліцейські мусять почути це самі. Номер виклику напишіть тут, "
        "і ми долучимо його до {reference}.",
        "While it is loud, call 102: officers have to hear it themselves. Write the number of the call here, and we "
        "add it to {reference}.",
    ),
    (
        "Зустріч на місці",
        "",
        Status.IN_PROGRESS,
        "Хочемо оглянути місце разом із вами. Напишіть, коли вам зручно; приходити не обов’язково, і ваше ім’я там "
        "не прозвучить.",
        "",
    ),
    (
        "Просимо подивитися",
        "",
        Status.RESOLVED,
        "Ми вважаємо, що {reference} вирішено. Гляньте, будь ласка, чи це так, і дайте нам знати на цій сторінці.",
        "We think that {reference} is solved. Please look whether it is, and tell us on this page.",
    ),
)


def make_demo_templates(hromada, people):
    """Make the templates, kept by the supervisor of the hromada."""
    kinds = Category.objects.in_bulk(field_name="code")
    for name, code, status, text_uk, text_en in TEMPLATES:
        template = ResponseTemplate(
            area=hromada, name=name, category=kinds.get(code), status=status, text_uk=text_uk, text_en=text_en
        )
        save_template(template, by=people["bohdan"])
