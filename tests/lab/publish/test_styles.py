"""A page loads one style sheet, which has the rules of all in their order."""

from __future__ import annotations

from importlib.resources import files

import pytest

from lab.publish import styles
from lab.publish.site import Page, Site
from tests.lab.publish.conftest import Build, contents

SHEETS = {"assets/one.css": "p { color: red; } /* a note */", "assets/two.css": "p{color:blue}"}


def link(site: Site, *names: str) -> None:
    """Let each page ask for style sheets."""
    for page in site.pages():
        for name in names:
            page.add_to_head("link", href=f"{page.icon_root}{name}", rel="stylesheet")
        page.save()


def sheets(site: Site, name: str) -> list[str | None]:
    page = Page(site.folder / name, site.folder)
    return [sheet.attributes["href"] for sheet in page.html.css("link[rel=stylesheet]")]


def built(build: Build) -> Site:
    site = build(tasks="<h1>Tasks</h1>")
    for name, rules in SHEETS.items():
        site.write(name, rules.encode())
    link(site, *SHEETS)
    return site


def test_a_page_asks_for_one_that_has_all_rules_in_their_order(build: Build) -> None:
    site = built(build)
    styles.complete(site)
    assert sheets(site, "learn/tasks/index.html") == ["../../assets/style.css"]
    assert sheets(site, "404.html") == ["/lab/assets/style.css"]
    rules = (site.folder / styles.TOGETHER).read_text("utf-8")
    assert rules == "p { color: red; }\np{color:blue}\n"


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = built(build)
    styles.complete(site)
    before = contents(site)
    styles.complete(site)
    assert contents(site) == before


@pytest.mark.parametrize("beginning", styles.COSTLY)
def test_a_costly_rule_of_material_is_there_and_is_left_out(build: Build, beginning: str) -> None:
    theme = files("material") / "templates/assets/stylesheets"
    sheets = [path for path in theme.iterdir() if path.name.endswith(".min.css")]
    rules = "".join(path.read_text("utf-8") for path in sheets)
    assert beginning in rules  # if not, take it from the list
    site = built(build)
    site.write("assets/two.css", rules.encode())
    styles.complete(site)
    left = (site.folder / styles.TOGETHER).read_text("utf-8")
    assert beginning not in left
    assert len(left) > len(rules) - 1000
    assert left.count("{") == left.count("}")


def test_a_page_says_at_its_start_that_scripts_run(build: Build) -> None:
    site = built(build)
    path = site.folder / "learn/tasks/index.html"
    path.write_text(path.read_text("utf-8").replace("<html", '<html class="no-js"', 1), "utf-8")
    styles.complete(site)
    head = path.read_text("utf-8").split("<head>")[1]
    assert head.startswith(styles.SCRIPTS_RUN)
    styles.complete(site)
    assert path.read_text("utf-8").count(styles.SCRIPTS_RUN) == 1


def test_an_address_that_would_lead_elsewhere_is_told(build: Build) -> None:
    site = built(build)
    site.write("assets/two.css", b"p{background:url(../paper.png)}")
    with pytest.raises(ValueError, match=r"two\.css asks for \.\./paper\.png"):
        styles.complete(site)


def test_pages_with_other_sheets_are_told(build: Build) -> None:
    site = built(build)
    page = Page(site.folder / "learn/tasks/index.html", site.folder)
    page.add_to_head("link", href="../../assets/three.css", rel="stylesheet")
    page.save()
    with pytest.raises(ValueError, match=r"learn/tasks/index\.html has other style sheets"):
        styles.complete(site)
