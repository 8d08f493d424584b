"""Tell browsers how to install the site as an app: its name, its colours and its icons."""

from __future__ import annotations

import json
import re

import resvg_py

from lab.publish.head import LOGO, colours, ground_of
from lab.publish.site import Page, Site

MANIFEST = "site.webmanifest"
ICON_SIZES = (192, 512)
"""What browsers ask of an icon to install a site with, in pixels."""
SAFE_ZONE = 0.8
"""How much of an icon's width a system may leave when it cuts it to its own shape."""


def complete(site: Site) -> None:
    """Write the manifest and its icons, and name it in each page.

    Args:
        site: The site.
    """
    home = Page(site.folder / "index.html", site.folder)
    light = colours(site).get("light", "#ffffff")
    icons = [{"src": LOGO, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    logo = site.folder / LOGO
    for size in ICON_SIZES if logo.is_file() else ():
        name = f"assets/icon-{size}.png"
        site.write(name, _icon(logo.read_text("utf-8"), size))
        icons.append(
            {"src": name, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "maskable"}
        )
    about = {
        "name": home.site_name,
        "description": home.description,
        "start_url": ".",
        "scope": ".",
        "display": "minimal-ui",
        "theme_color": light,
        "background_color": light,
        "icons": icons,
    }
    site.write(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1).encode())
    for page in site.pages():
        page.add_to_head("link", rel="manifest", href=f"{page.icon_root}{MANIFEST}")
        page.save()


def _icon(logo: str, size: int) -> bytes:
    """The logo with a border, which a system may cut off."""
    inner = round(size * SAFE_ZONE)
    place = (size - inner) // 2
    drawing = re.sub(
        "<svg ", f'<svg x="{place}" y="{place}" width="{inner}" height="{inner}" ', logo, count=1
    )
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
            f"{drawing}</svg>",
            background=ground_of(logo),
            skip_system_fonts=True,
        )
    )
