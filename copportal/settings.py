"""Every setting, read with a type from the environment; a missing one stops the start and says what to set.

`bin/dev` and `make run` provide all of them for a private installation. Nothing here touches the disk or the network.
"""

from email.utils import parseaddr
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from holidays import list_supported_countries

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def required(name, hint):
    """Return the text of an environment variable, or stop with a hint that says how to set it."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint} For a private installation use bin/dev or make run.")
    return value


# -- what this installation is ---------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)  # an invented town with published accounts; never on a real portal
DEMO_DOMAIN = "vyshnehrad.example"  # of those accounts; outside the demo none of them may sign in
PORT = env.int("PORT", 8000)
SITE_URL = env.str("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
SITE_NAME = "CopPortal"
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
SECURE = SITE_URL.startswith("https://")

SECRET_KEY = required("SECRET_KEY", "Set it to 50 random characters.")
# The master key wraps each report's own data key; it lives outside the database and its backups (docs/operations.md).
MASTER_KEY = required(
    "MASTER_KEY", "Set it to 32 random bytes in URL-safe base64 (`openssl rand -base64 32 | tr +/ -_`)."
)
# The receipt key turns an anonymous reporter's secret code into the hash that is stored.
RECEIPT_KEY = required("RECEIPT_KEY", "Set it to 50 random characters and keep it out of the database backups.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many times more than in one hromada everybody together may do: see apps/core/rate_limits.py.
RATE_LIMIT_SCALE = env.int("RATE_LIMIT_SCALE", 1)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)  # how many proxies of ours stand in front and append X-Forwarded-For

INSTALLED_APPS = [
    "django.forms",  # the templates of widgets
    "modeltranslation",
    "apps.core.configure.ConfigureConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "leaflet",
    "rest_framework",
    "rules.apps.AutodiscoverRulesConfig",
    "treebeard",
    "apps.core",
    "apps.areas",
    "apps.events",
    "apps.accounts",
    "apps.attachments",
    "apps.reports",
    "apps.notifications",
    "apps.portal",
    "apps.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.reports.map.middleware.MapDataMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.core.shared_computer.SharedComputerMiddleware",
    "apps.notifications.here.SharedDeviceMiddleware",
    "apps.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.reports.receipts.ReceiptMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.gate.DeskGateMiddleware",
    "apps.core.middleware.PrivateCacheMiddleware",
    "apps.core.middleware.FormAddressMiddleware",
]

ROOT_URLCONF = "copportal.urls"
WSGI_APPLICATION = "copportal.wsgi.application"
SILENCED_SYSTEM_CHECKS = [
    "gis.W001",  # Debian 12 ships GDAL 3.6; no spatial reference is read from users
    "templates.W003",  # our words stand in the place of Django's, on purpose
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "apps.core.forms.PortalRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "apps.core.templatetags.words"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "apps.core.context_processors.site",
            ],
        },
    }
]

# -- stores ----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.contrib.gis.db.backends.postgis")}
# A pooler that lends a connection for one transaction (PgBouncer) takes no options at the start of a connection, so the
# role then brings the time-out, and no cursors that outlive a transaction.
DATABASE_POOLED = env.bool("DATABASE_POOLED", False)
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
    "DISABLE_SERVER_SIDE_CURSORS": DATABASE_POOLED,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})  # such as sslmode, after the ? of the address
    | ({} if DATABASE_POOLED else {"options": f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', 30_000)}"}),
}

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379").rstrip("/")
CACHES = {
    # What must not vanish (rate limits, the guard against replayed second-factor codes) is kept in the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # beyond its limit the cache forgets at random
    },
    # What can be computed anew stays in the process: no server that may be away stands between a page and its reader.
    "recomputed": {
        "BACKEND": "apps.core.caches.AsItIsCache",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 2000},  # an answer of the map, or the lists of an area, are a few kilobytes
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "apps.accounts.views.csrf.csrf_failure"
DRAFT_COOKIE_NAME = "__Host-draft" if SECURE else "draft"  # the key of the report that this browser is writing
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"  # never mounted: every file is served by its owner's view, after the permission check
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
S3_BUCKET = env.str("S3_BUCKET", "")
STORAGES = {
    "default": (
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": S3_BUCKET, "querystring_auth": True}}
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_HANDLERS = ["apps.attachments.uploads.BoundedMemoryHandler"]  # an original never touches a disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# -- people ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["apps.accounts.hashers.PortalArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "apps.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.PasswordSignInForm",
    "request_login_code": "apps.accounts.forms.RequestCodeForm",
    "confirm_login_code": "apps.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "apps.accounts.forms.AddressCodeForm",
    "signup": "apps.accounts.forms.SignUpForm",
    "reauthenticate": "apps.accounts.forms.PasswordAgainForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}  # digits are on every keyboard layout
MFA_ADAPTER = "apps.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # passkeys on http://localhost
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # the code before and the one after are taken too: phones' clocks differ
MFA_FORMS = {
    "activate_totp": "apps.accounts.forms.EnrolAppForm",
    "authenticate": "apps.accounts.forms.FactorForm",
    "reauthenticate": "apps.accounts.forms.FactorAgainForm",
    "login_webauthn": "apps.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "apps.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "apps.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "apps.accounts.forms.AddPasskeyForm",
}

# -- language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "uk")
LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "uk"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("uk", "en")
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/Kyiv")
HOLIDAYS_OF = env.str("HOLIDAYS_OF", "UA")  # whose holidays are no working days: a country, or a part such as DE-BY
country, dash, part = HOLIDAYS_OF.partition("-")
parts = list_supported_countries().get(country)
if parts is None or (dash and part not in parts):
    raise ImproperlyConfigured(f"HOLIDAYS_OF is {HOLIDAYS_OF!r}. Set it to an ISO 3166 code such as UA or DE-BY.")

# -- pages -----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE and TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
# Where “clear and leave” leads: a page that anybody may have open.
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", "https://uk.wikipedia.org/")

# While it lasts, words that tell where troops, checkpoints, air defence and strikes are, are not taken.
MARTIAL_LAW = env.bool("MARTIAL_LAW", True)
SECURITY_SERVICE_PHONE = env.str("SECURITY_SERVICE_PHONE", "0 800 501 482")  # for saboteurs and enemy spotters

# The base map is our own GeoJSON among the static files; the demo brings its own.
BASE_MAP = env.str("BASE_MAP", "map/vyshnehrad.geojson" if DEMO else "")
BASE_MAP_ATTRIBUTION = env.str("BASE_MAP_ATTRIBUTION", "")
# A raster base map tells its owner where a reporter is looking, so none is set by default (docs/operations.md).
TILE_URL = env.str("TILE_URL", "")
TILE_ATTRIBUTION = env.str("TILE_ATTRIBUTION", "")
if TILE_URL:
    tile_origin = "/".join(TILE_URL.split("/")[:3]).replace("{s}", "*")
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(tile_origin)
LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False, "ATTRIBUTION_PREFIX": ""}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "EXCEPTION_HANDLER": "apps.core.api.refuse",
}

METRICS_TOKEN = env.str("METRICS_TOKEN", "")  # who shows it may read /metrics; without one nobody may

# Push services to which a browser may lead us, as origins with at most one star.
PUSH_SERVICES = env.list(
    "PUSH_SERVICES",
    default=[
        "https://fcm.googleapis.com",
        "https://*.push.services.mozilla.com",
        "https://*.notify.windows.com",
        "https://*.push.apple.com",
    ],
)

# -- what leaves the process -----------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", 5.0)  # seconds for each answer of the mail server
DELIVERY_LEASE = env.float("DELIVERY_LEASE", 60.0)  # seconds; longer than one sending takes with every time-out in it
# Days. The link at the end of a mail works as long as its delivery is kept; read entries of the inbox stay longer.
DELIVERIES_KEPT_DAYS = env.int("DELIVERIES_KEPT_DAYS", 90)
INBOX_KEPT_DAYS = env.int("INBOX_KEPT_DAYS", 365)
if min(DELIVERIES_KEPT_DAYS, INBOX_KEPT_DAYS) < 30:
    raise ImproperlyConfigured("DELIVERIES_KEPT_DAYS and INBOX_KEPT_DAYS are at least 30: mail is read that late.")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "CopPortal <portal@copportal.example>")
# Where servers send back what they took and could not deliver, for manage.py bounces; without it to the sender.
BOUNCE_DOMAIN = env.str("BOUNCE_DOMAIN", "")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", parseaddr(DEFAULT_FROM_EMAIL)[1])  # on the pages about the portal
DEMO_MAILBOX_URL = env.str("DEMO_MAILBOX_URL", "")  # where the demo's mail can be read

CELERY_BROKER_URL = f"{REDIS_URL}/0"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 0.2,
    "socket_connect_timeout": 0.2,
    "max_retries": 0,
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "urgent"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "build-map": {
        "task": "reports.build_map",
        "schedule": 20.0,
        "options": {"queue": "bulk", "expires": 20},  # the next one does the same
    },
    "expire-drafts": {
        "task": "reports.expire_drafts",
        "schedule": crontab(minute=50),
        "options": {"queue": "bulk"},
    },
    "clear-sessions": {
        "task": "accounts.clear_sessions",
        "schedule": crontab(hour=1, minute=20),
        "options": {"queue": "bulk"},
    },
    "remove-orphaned-photos": {
        "task": "attachments.remove_orphans",
        "schedule": crontab(hour=1, minute=40),
        "options": {"queue": "bulk"},
    },
    "remove-past-identities": {
        "task": "reports.remove_past_identities",
        "schedule": crontab(hour=2, minute=15),
        "options": {"queue": "bulk"},
    },
    "remind-reporters": {
        "task": "reports.remind_reporters",
        "schedule": crontab(minute=35),
        "options": {"queue": "bulk"},
    },
    "escalate-overdue-reports": {
        "task": "reports.escalate_overdue",
        "schedule": crontab(minute="*/15"),
        "options": {"queue": "bulk"},
    },
    "watch-appeals": {
        "task": "reports.watch_appeals",
        "schedule": crontab(minute=25),
        "options": {"queue": "bulk"},
    },
    "ask-whether-it-lasts": {
        "task": "reports.ask_whether_it_lasts",
        "schedule": crontab(minute=55),
        "options": {"queue": "bulk"},
    },
    "announce-published-reports": {
        "task": "reports.announce_published",
        "schedule": 120.0,
        "options": {"queue": "bulk", "expires": 120},
    },
    "make-digests": {
        "task": "notifications.make_digests",
        "schedule": 300.0,
        "options": {"queue": "bulk", "expires": 300},
    },
    "expire-unconfirmed-subscriptions": {
        "task": "notifications.expire_unconfirmed",
        "schedule": crontab(minute=5),
        "options": {"queue": "bulk"},
    },
    "prune-notifications": {
        "task": "notifications.prune",
        "schedule": crontab(hour=0, minute=45),
        "options": {"queue": "bulk"},
    },
    "close-reports-after-silence": {
        "task": "reports.close_after_silence",
        "schedule": crontab(minute=20),
        "options": {"queue": "bulk"},
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "apps.core.logs.ContentFreeFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Refused requests are no news; what is logged names the route, never what a person typed.
    # Whoever draws a PDF tells of each table of each font.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
