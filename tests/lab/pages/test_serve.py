"""What is served is what a build from nothing would give, whatever was edited."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.util import FileWrapper

import pytest

from lab.pages import serve
from lab.pages.serve import Server, Site

WHOLE = ["index.md", "learn/tasks.md", "reference/glossary.md", "reference/snippets.md"]
"""The pages that have their text."""
CONFIG = re.compile(r"^nav:\n(?: .*\n)+", re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few pages of the site, and all that makes them."""
    folder = tmp_path / "project"
    topics = ["snippets/home", "snippets/tasks", "snippets/link_checker", "exercises/tasks"]
    for name in ["lab", *topics]:
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("node_modules"))
    for name in WHOLE:
        put(folder / "docs" / name, with_links_that_lead_somewhere(name))
    put(folder / "docs/learn/queues.md", "# Queues\n")
    put(folder / "docs/reference/lab/new.md", "# New\n\n::: lab.new\n")
    shutil.copytree("docs/assets", folder / "docs/assets", ignore=shutil.ignore_patterns("run"))
    (folder / "docs/assets/run").mkdir()  # of what `make assets` builds, a style is enough
    shutil.copy("lab/timeline/timeline.css", folder / "docs/assets/run")
    (folder / "lab/publish/redirects.toml").write_text("", "utf-8")
    config = CONFIG.sub("", Path("mkdocs.yml").read_text("utf-8"))
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    for kept in ["pictures", "outputs"]:
        cache = Path(".cache") / kept
        cache.mkdir(parents=True, exist_ok=True)
        (folder / ".cache").mkdir(exist_ok=True)
        (folder / ".cache" / kept).symlink_to(cache.resolve(), target_is_directory=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / ".cache"))
    return folder


@pytest.fixture
def site(project: Path, tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "builds").mkdir()
    found = Site("http://127.0.0.1:8000/", tmp_path / "builds")
    yield found
    found.end_builder()


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def with_links_that_lead_somewhere(name: str) -> str:
    """A page's text; of a link to a page that isn't there, the words: with it, it isn't kept."""

    def kept(link: re.Match[str]) -> str:
        target = os.path.normpath(Path(name).parent / link["page"])
        return link[0] if target in WHOLE else link["words"]

    text = Path("docs", name).read_text("utf-8")
    return re.sub(r"\[(?P<words>[^][]*)\]\((?P<page>[^()#]*\.md)[^()]*\)", kept, text)


def leave_little(project: Path) -> None:
    """Leave four pages, of which one has its text: the catalogue."""
    for page in (project / "docs").rglob("*.md"):
        name = page.relative_to(project / "docs").as_posix()
        if name not in WHOLE:
            page.unlink()
        elif name != "reference/snippets.md":
            page.write_text(f"# docs/{name}\n", "utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def shown(site: Site, page: str) -> str:
    return (site.root / page / "index.html").read_text("utf-8")


def all_files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


TEXT = re.compile(
    r"<title>.*?</title>|<article.*?</article>|<ul[^>]* data-md-component=\"toc\".*?</ul>", re.S
)
OF_ALL_PAGES = re.compile(r'<p class="lab-about">.*?</p>|<span class="lab-total">.*?</span>')


def texts(site: Site, page: str) -> list[str]:
    """What renewing a page renews."""
    html = (site.root / page.removesuffix("index.md").removesuffix(".md") / "index.html").read_text(
        "utf-8"
    )
    return TEXT.findall(OF_ALL_PAGES.sub("", html))


def show_and_build(site: Site, *changed: str) -> list[str]:
    """Let an edit be shown: its pages first, as they are once all is built; gives the rendered."""
    assert site.renew([])
    assert site.changed == list(changed)
    rendered, first = site.rendered, [texts(site, page) for page in changed]
    assert site.build()
    assert [texts(site, page) for page in changed] == first
    assert not {*site.changed} & {*changed}
    return [*rendered, *site.rendered]


def test_each_edit_is_shown_as_by_a_build_from_nothing(project: Path, site: Site) -> None:
    assert site.build()
    builder = site._builder

    edit(project / "docs/learn/tasks.md", "\n## ", "\n## Edited: ")
    rendered = show_and_build(site, "learn/tasks.md")
    assert "Edited: " in shown(site, "learn/tasks")
    assert rendered == ["learn/tasks.md", "reference/snippets.md"]  # it looks at all pages
    assert "Edited: " in (site.root / "search/search_index.json").read_text("utf-8")

    program = project / "snippets/home/three_at_once.py"
    program.write_text(program.read_text("utf-8") + 'print("added")\n', "utf-8")
    edit(program, '"""', '"""Edited program: ')
    rendered = show_and_build(site, "index.md")
    for page in ["", "reference/snippets"]:
        assert "Edited program: " in shown(site, page)
    assert "This output is older than the code" in shown(site, "")
    assert rendered == ["index.md", "reference/snippets.md"]
    assert "added" in re.findall(r'class="lab-timeline.*?</figure>', shown(site, ""), re.S)[0]

    checks = project / "exercises/tasks/start_before_you_wait/checks.py"
    edit(checks, "HINTS = (", 'HINTS = (\n    "Edited hint",')
    rendered = show_and_build(site, "learn/tasks.md")
    assert "<p>Edited hint</p>" in shown(site, "learn/tasks")
    assert "learn/queues.md" not in rendered

    edit(project / "docs/reference/glossary.md", "\n\nA coroutine that", "\n\nEdited: it that")
    assert site.build(lambda: True) is None, "given up: something changes again"
    assert site.renew(["learn/tasks.md"])
    assert site.changed == ["reference/glossary.md", "learn/tasks.md"]
    assert 'title="Edited: it that' in shown(site, "learn/tasks")
    assert site.build()
    assert 'title="Edited: it that' in shown(site, "learn/tasks")
    assert site._builder is builder, "none of these needs another process"

    edited = all_files(site.root)
    site.end_builder()
    assert site.build()
    assert all_files(site.root) == edited


class Prepared(Site):
    """A site that takes no time to build: its home page and a file say what was done."""

    builds = 0

    def renew(self, looked_at: list[str]) -> bool:
        put(self.root / "index.html", f"renewed {self.builds} for {looked_at}")
        self.changed = ["index.md"]
        return self.builds > 0

    def build(self, is_changed: Callable[[], bool] = lambda: False) -> bool:
        self.builds += 1
        self.before, self.root = self.root, self._folder / f"{self.builds}"
        put(self.root / "index.html", f"built {self.builds}")
        put(self.root / f"texts-{self.builds}.json", "texts")
        put(self.root / f"page-{self.builds}/index.html", "page")
        self.changed = ["other.md"]
        return True


def test_a_page_gets_what_belongs_to_it_and_is_loaded_again_if_it_has_changed(
    tmp_path: Path,
) -> None:
    (tmp_path / "builds").mkdir()
    server = Server(Prepared("http://127.0.0.1:8000/", tmp_path / "builds"), "127.0.0.1", 0)

    def get(path: str) -> str:
        found = server._serve_request({"PATH_INFO": path}, lambda *_: None)
        if not isinstance(found, FileWrapper):
            return ""
        with closing(found):
            return b"".join(found).decode()

    server.builder()
    assert get("/") == "built 1"
    epoch = server._visible_epoch
    server.builder()
    assert server._visible_epoch == server._wanted_epoch > epoch, "the page was renewed"
    assert get("/") == "built 2"
    assert get("/texts-1.json") == get("/texts-2.json") == "texts", "it may still ask for both"
    assert get("/page-2/") == "page"
    assert get("/page-1/") == "", "this page is gone"

    get("/other/")
    server.builder()
    assert server._asked_for[:2] == ["other.md", "page-1.md"]
    assert get("/texts-1.json") == "", "it was loaded again twice since"
    server.server_close()


def test_a_port_that_is_taken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "Site", Prepared)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("sys.argv", ["serve", "--port", str(port)])
        assert serve.main() == 1
    assert f"port {port}: Address already in use; try another" in capsys.readouterr().out


def test_a_mistake_is_shown_until_it_is_gone(project: Path, site: Site) -> None:
    leave_little(project)
    tasks = project / "docs/learn/tasks.md"
    fence = "```snippet\nhome/later.py\n```\n"
    tasks.write_text(f"# Tasks\n\n{fence}", "utf-8")
    assert site.build()
    assert "there is no file snippets/home/later.py" in shown(site, "learn/tasks")
    (project / "snippets/home/later.py").write_text('"""It is here."""\n', "utf-8")
    assert site.build()
    assert "It is here." in shown(site, "learn/tasks")


def test_site_is_built_by_the_lab_as_it_is_now(project: Path, site: Site, tmp_path: Path) -> None:
    leave_little(project)
    assert site.build()
    render = project / "lab/pages/catalogue.py"
    code = render.read_text("utf-8")

    render.write_text("def half_written(", "utf-8")
    assert not site.build()
    assert '<th scope="col">Idea</th>' in shown(site, "reference/snippets")

    render.write_text(code.replace('"Idea"', '"Edited"'), "utf-8")
    assert site.build()
    assert '<th scope="col">Edited</th>' in shown(site, "reference/snippets")

    edit(project / "mkdocs.yml", 'permalink: "#"', 'permalink: "edited"')
    assert site.build()
    assert ">edited</a>" in shown(site, "learn/tasks")
    assert len(list((tmp_path / "builds").iterdir())) == 2  # and the one before
