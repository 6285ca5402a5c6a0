"""Settings: one code for the embedded default and for production, chosen by DATABASE_URL and REDIS_URL."""

import os
import secrets
import sys
from pathlib import Path

import dj_database_url

from backend.edge.log_settings import log_settings
from backend.edge.schema_settings import SCHEMA_SETTINGS

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("QIAOMEN_DATA", ROOT / "data"))
FIXTURES_DIR = Path(os.environ.get("QIAOMEN_FIXTURES", ROOT / "fixtures"))
PWA_DIST = Path(os.environ.get("QIAOMEN_PWA", ROOT / "pwa" / "dist"))
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
TLS = os.environ.get("TLS") == "1"  # `make run TLS=1` serves HTTPS itself; behind a proxy that does, QIAOMEN_HTTPS=1
HTTPS = TLS or os.environ.get("QIAOMEN_HTTPS") == "1"


def _secret_key() -> str:
    """The key from the environment, or one of this installation's own, made once and kept beside its data."""
    if from_environment := os.environ.get("DJANGO_SECRET_KEY"):
        return from_environment
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
# Proxies of ours, whose word on who asks is believed: addresses or networks, with commas.
PROXIES = os.environ.get("QIAOMEN_PROXIES", "")
# Who may read /metrics: from these addresses or networks, or with this token. Nobody unless one of them is set.
METRICS_FROM = os.environ.get("QIAOMEN_METRICS_FROM", "")
METRICS_TOKEN = os.environ.get("QIAOMEN_METRICS_TOKEN", "")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "backend.people",
    "backend.live",
    "backend.flow",
    "backend.cases",
    "backend.dispatch",
    "backend.intake",
    "backend.editor",
    "backend.lookback",
    "backend.drill",
    "backend.backup",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "backend.pwa.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.people.session.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "backend.urls"
ASGI_APPLICATION = "backend.asgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR / 'qiaomen.sqlite3'}")
ON_SQLITE = DATABASE_URL.startswith("sqlite")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None if ON_SQLITE else 0)}
if ON_SQLITE:
    # IMMEDIATE takes the write lock at the start: a transaction waits for its turn there instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
else:
    # A statement that comes again is planned once for a connection; one that was cut while it lay in the pool is noticed there.
    pooled = {"pool": {"min_size": 2, "max_size": 16, "timeout": 20}}
    DATABASES["default"]["OPTIONS"] = pooled | {"server_side_binding": True, "prepare_threshold": 5}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "backend.live.layer.InProcessLayer"}
    )
}

# More fonts for the case file, for names in characters that Noto Sans CJK lacks (such as fonts-hanazono's).
PRINT_FONTS = [path for path in os.environ.get("PRINT_FONTS", "").split(os.pathsep) if path]

# Imports go one way; what a lower room asks of a higher one is named here.
REACTIONS = "backend.reactions.follow"
CASE_VIEWS = "backend.cases.shown"
RECEIPTS = "backend.cases.receipts.mark_all_delivered"
EDITIONS_IN_USE = "backend.cases.queries.editions_in_use"
TELL_DUTY = "backend.live.duty.tell_duty"
TELL_RESULT = "backend.cases.notifying.tell_result"
IMPORTING = "backend.intake.imports.loop.importing"
DRILLING = "backend.drill.loop.drilling"
CLOCK = "backend.clock.look"
# One process does everything on the embedded default; elsewhere, or with QIAOMEN_CLOCK=0, `manage.py clock` runs beside it.
TICKING = "backend.clock.ticking" if ON_SQLITE and os.environ.get("QIAOMEN_CLOCK", "1") != "0" else ""

# What is told outside the app: the key that signs for push services (PEM; else made once in the data folder), whom they may
# write to about this server, and whether addresses on this machine or network may be sent to, as on-premise gateways need.
VAPID_KEY = os.environ.get("QIAOMEN_VAPID_KEY", "")
VAPID_CONTACT = os.environ.get("QIAOMEN_VAPID_CONTACT", "")
NOTIFY_PRIVATE_HOSTS = os.environ.get("QIAOMEN_PRIVATE_GATEWAYS") == "1"

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.AllowAllUsersModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "backend.people.session.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["backend.people.session.MemberSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "backend.problems.answer",
}
SPECTACULAR_SETTINGS = SCHEMA_SETTINGS

LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

STATIC_URL = "/static/"
WHITENOISE_ROOT = PWA_DIST if PWA_DIST.exists() else None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/"
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

MEDIA_ROOT = DATA_DIR / "evidence"
IMPORTS_ROOT = DATA_DIR / "imports"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# JSON for a machine, plain for a person; each answer has a line of its own in production.
LOGGING = log_settings(
    as_json=os.environ.get("QIAOMEN_LOG", "plain" if sys.stderr.isatty() else "json") == "json",
    with_answers=os.environ.get("QIAOMEN_LOG_ANSWERS", "0" if ON_SQLITE else "1") == "1",
)
