"""What the server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.site.settings")
application = get_wsgi_application()

if os.environ.get("WANGGE_WARM") == "1":
    from wangge.site.warm import in_background

    in_background()
