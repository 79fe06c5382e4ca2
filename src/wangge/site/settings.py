"""Django's settings. What an installation may change comes from the environment."""

import os
from pathlib import Path

from wangge.site.home import database, home, secret

HOME = home()
SECRET_KEY = secret(HOME)
DEBUG = os.environ.get("WANGGE_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("WANGGE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HTTPS = os.environ.get("WANGGE_HTTPS") == "1"
# Servers of ours in front of this one, whose last words in X-Forwarded-For are believed.
PROXIES = int(os.environ.get("WANGGE_PROXIES", "0"))
# Residents' reports from one address in an hour; 0 sets no limit.
REPORTS_PER_HOUR = int(os.environ.get("WANGGE_REPORTS_PER_HOUR", "20"))

INSTALLED_APPS = [
    "wangge.trail",
    "wangge.places",
    "wangge.people",
    "wangge.worklog",
    "wangge.cases",
    "wangge.campaigns",
    "wangge.insight",
    "wangge.desk",
    "wangge.portal",
    "wangge.gateways",
    "wangge.demo",
    "wangge.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wangge.desk.web.evidence.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wangge.people.web.middleware.Session",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wangge.desk.web.middleware.MendableErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wangge.site.urls"
WSGI_APPLICATION = "wangge.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wangge.desk.web.context.shell",
            ],
            "builtins": ["wangge.desk.templatetags.desk"],
        },
    }
]

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [Path(__file__).parents[1] / name / "locale" for name in ("kernel", "outside")]

# Gateways for messages, as apprise addresses; {address} is the receiver. Empty: none.
MESSAGES = {
    "wecom": os.environ.get("WANGGE_SEND_WECOM", "wecombot://{address}"),
    "dingtalk": os.environ.get("WANGGE_SEND_DINGTALK", "dingtalk://{address}"),
    "mail": os.environ.get("WANGGE_SEND_MAIL", ""),
    "sms": os.environ.get("WANGGE_SEND_SMS", ""),
}
# Where this installation is reached from outside, for links in messages: https://….
PUBLIC_URL = os.environ.get("WANGGE_URL", "").rstrip("/")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"  # for whoever collects files for a web server in front
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "evidence"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
UPLOAD_LIMIT = 128 * 1024 * 1024  # bytes of one request: a task's photos, or a large sheet
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1 / 6  # hours: ten minutes, common practice under GB/T 22239 level 2
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Trying again while locked out doesn't lengthen it, so that the time we say stays true.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "wangge.people.web.session.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the trail remembers sign-ins
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
IDLE_MINUTES = 30

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
