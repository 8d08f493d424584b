# /// script
# dependencies = ["django"]
# [tool.lab]
# clock = { use = "own", reason = "Django can be configured only once in a process" }
# dev_mode = { on = false, reason = "Django leaves its database open, and newer Pythons warn" }
# browser = { runs = false, reason = "Django is not among the packages that the page has" }
# ///
"""Django's ORM refuses to block a loop, and has methods that wait."""

import asyncio

import django
import django.core.management
from django.conf import settings

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "file:links?mode=memory&cache=shared",
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes"],
)
django.setup()


async def main():
    from django.contrib.contenttypes.models import ContentType

    try:
        print("models:", ContentType.objects.count())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
    print("models:", await ContentType.objects.acount())


django.core.management.call_command("migrate", verbosity=0)
asyncio.run(main())
