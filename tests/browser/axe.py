"""What axe-core finds in a page, and how it is spared to look at the same thing again and again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.chromium import ROOT

AXE = ROOT / "lab/browser/node_modules/axe-core/axe.min.js"

OPEN = "all => all.forEach(one => { one.open = true; })"  # some are: Material opens them to print


def thin_out_code(tab: Page) -> None:
    """Take the colours from blocks of code that have none of their own.

    Tens of thousands of words of code look like a few dozen: looking at each kind once is enough.
    """
    tab.evaluate(
        """() => {
            const seen = new Set();
            for (const code of document.querySelectorAll('.highlight code:not(:has(a[href]))')) {
                let around = '';
                for (let at = code; at; at = at.parentElement) around += at.className + '/';
                const words = [...code.querySelectorAll('*')];
                const kinds = words.map(word => around + word.tagName + '.' + word.className);
                if (kinds.every(kind => seen.has(kind))) code.textContent = code.textContent;
                kinds.forEach(kind => seen.add(kind));
            }
        }"""
    )


def thin_out_pictures(tab: Page) -> None:
    """Empty the drawings of a page except the first two, the wide one and the narrow one.

    They are half of a chapter's elements. One program draws all of them, so what is wrong in one is
    wrong in the first; and each keeps what a screen reader is told of it. Whether their words are
    in each other's way was looked at in each.
    """
    tab.evaluate(
        """() => {
            for (const drawing of [...document.querySelectorAll('svg.lab-t')].slice(2)) {
                const told = drawing.querySelectorAll(':scope > title, :scope > desc');
                drawing.replaceChildren(...told);
            }
        }"""
    )


FIGURES = {
    "include": [".lab-snippet"],
    "exclude": [".lab-snippet .highlight", ".lab-snippet > .lab-output:not(.lab-live)"],
}
"""What a reader's press of a button changes: not the code as the page was built."""


def keep_figures(tab: Page, *kinds: str) -> None:
    """Leave the first figure of each kind on the page, and what is around these.

    axe-core reads the whole page before it looks at a part of it.
    """
    tab.evaluate(
        """kinds => {
            const kept = kinds.map(kind => document.querySelector(kind)).filter(Boolean);
            for (const figure of kept)
                for (let at = figure; at.parentElement; at = at.parentElement)
                    for (const other of [...at.parentElement.children])
                        if (other.matches('article *') && !kept.some(k => other.contains(k)))
                            other.remove();
        }""",
        list(kinds),
    )


def violations(tab: Page, context: object = None) -> list[str]:
    """What axe-core finds; with the dark colours, only whether they can be told apart."""
    return [
        *_contrast(tab, "lab-dark", context),
        *(_rule_by_rule(tab, "lab", context, {})),
    ]


def faults(tab: Page) -> list[str]:
    """What is wrong with a page: all that `violations` finds, for a fifth of the time.

    Names, roles and headings are looked at in the whole page. Whether colours can be told apart is
    looked at once for each style in each scheme, in all pages that this tab has been at: see KINDS.
    """
    _load(tab)
    found: list[str] = tab.evaluate("() => lab.idsTwice()")
    tab.locator("article details").evaluate_all(OPEN)
    if tab.evaluate("() => lab.isChromeKnown()"):
        tab.evaluate("() => lab.fold([...document.querySelectorAll(lab.CHROME)])")
    found += _rule_by_rule(tab, "lab", None, {"rules": {"color-contrast": {"enabled": False}}})
    tab.evaluate("() => lab.unfold()")
    new = []
    for scheme in ("lab", "lab-dark"):
        _choose(tab, scheme)
        new.append(tab.evaluate("scheme => lab.newStyles(scheme)", scheme))
    if any(new):
        tab.evaluate("() => lab.keepNew()")
        found += _contrast(tab, "lab-dark") + _contrast(tab, "lab")
        tab.evaluate("() => lab.unfold()")
    _choose(tab, "lab")
    return found


def faults_after_runs(tab: Page) -> list[str]:
    """What is wrong with the figures that a reader's press of a button has changed.

    Only those are looked at that have an element of a kind that this tab has not had before. The
    rest of the page's article goes.
    """
    _load(tab)
    count: int = tab.evaluate("() => lab.markNewFigures()")
    if count:
        keep_figures(tab, *(f'[data-new="{n}"]' for n in range(count)))
        return violations(tab, FIGURES)
    return []


def _load(tab: Page) -> None:
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text("utf-8"))  # the page's policy allows no foreign <script>
    if not tab.evaluate("'lab' in window"):
        tab.evaluate(KINDS)
        tab.evaluate(AT_ONCE)


def _choose(tab: Page, scheme: str) -> None:
    tab.locator(f"input[data-md-color-scheme={scheme}]").evaluate("choice => choice.click()")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


def _contrast(tab: Page, scheme: str, context: object = None) -> list[str]:
    return _rule_by_rule(tab, scheme, context, {"runOnly": ["color-contrast"]})


def _rule_by_rule(tab: Page, scheme: str, context: object, options: dict[str, object]) -> list[str]:
    _load(tab)
    _choose(tab, scheme)
    broken = tab.evaluate(
        "async ([context, options]) => (await axe.run(context ?? document,"
        " { ...options, resultTypes: ['violations'] })).violations",
        [context, options],
    )
    return [
        f"{scheme}, {rule['id']}: {[n['html'][:200] for n in rule['nodes']]}" for rule in broken
    ]


AT_ONCE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
"""JavaScript: let colours change at once: in between, they are those of neither scheme.

In what `content-visibility` leaves out of sight, a change of colour begins when axe-core looks, and
waits there until it is scrolled to.
"""

KINDS = """() => {
    const CHROME = ".md-nav--primary > .md-nav__list > *";
    const seen = new Set();
    const name = element => `${element?.tagName}.${element?.getAttribute("class") ?? ""}`;
    const hasText = element =>
        [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const isNew = kind => !seen.has(kind) && seen.add(kind);
    let fresh = [];
    let folded = [];

    // All behind an element that may change how well it can be read.
    const grounds = element => {
        const known = new Map([[null, ""]]);
        const look = element => {
            if (known.has(element)) return known.get(element);
            const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
            const own = `${backgroundColor} ${backgroundImage} ${opacity} ${filter}`;
            const isClear = own === "rgba(0, 0, 0, 0) none 1 none";
            const all = look(element.parentElement) + (isClear ? "" : own + "/");
            known.set(element, all);
            return all;
        };
        return look;
    };

    const newStyles = scheme => {
        const ground = grounds();
        const found = [...document.body.querySelectorAll("*")].filter(element => {
            if (!hasText(element) && !element.matches("input, select, textarea")) return false;
            if (!element.checkVisibility()) return false;
            const { color, fill, fontSize, fontWeight } = getComputedStyle(element);
            return isNew([scheme, name(element), name(element.parentElement), color, fill, fontSize,
                fontWeight, ground(element)].join());
        });
        fresh.push(...found);
        return found.length;
    };

    // Elements leave a comment in their place, and come back to it. Meanwhile, the page must not
    // hear that the pointer is on what has moved up.
    addEventListener("pointerover", event => folded.length && event.stopImmediatePropagation(),
        { capture: true });
    const fold = elements => elements.forEach(element => {
        const place = document.createComment("");
        element.replaceWith(place);
        folded.push([place, element]);
    });
    const unfold = () => {
        folded.reverse().forEach(([place, element]) => place.replaceWith(element));
        folded = [];
    };

    const keepNew = () => {
        const choice = document.querySelectorAll("input[data-md-color-scheme]");
        const kept = new Set();
        for (const one of [...fresh, ...choice])
            for (let at = one; at && !kept.has(at); at = at.parentElement) kept.add(at);
        fresh.map(one => one.closest("svg")).forEach(one => one && kept.add(one));
        const inside = new Set(fresh);
        const prune = element => {
            if (inside.has(element) || element.matches("svg")) return;
            fold([...element.children].filter(child => !kept.has(child)));
            [...element.children].forEach(prune);
        };
        prune(document.body);
        fresh = [];
    };

    const markNewFigures = () => {
        let count = 0;
        for (const figure of document.querySelectorAll(".lab-snippet")) {
            const isNewHere = [...figure.querySelectorAll("*")].filter(element =>
                !element.closest(".highlight, .lab-output:not(.lab-live), svg *")
                && isNew(["live", name(element), name(element.parentElement), hasText(element),
                    element.getAttributeNames().sort(), getComputedStyle(element).color].join())
            ).length > 0;
            if (isNewHere) figure.dataset.new = count++;
        }
        return count;
    };

    const idsTwice = () => {
        const words = new Map();
        // The same picture twice has its title twice: whatever leads there finds the same words.
        // Material names the code and the output of a figure after it; nothing leads there.
        return [...document.querySelectorAll("[id]:not(pre[id^=__code_])")].filter(one => {
            const before = words.get(one.id);
            words.set(one.id, one.textContent);
            return before !== undefined && before !== one.textContent;
        }).map(one => `the id ${one.id} is there twice`);
    };

    window.lab = { CHROME, newStyles, fold, unfold, keepNew, markNewFigures, idsTwice,
        isChromeKnown: () => !isNew("chrome") };
}"""
"""JavaScript: what this tab has seen, and how to leave on a page what it hasn't.

The style of an element with text is what it and its parent are, its colour and font, and all that
is painted behind it. axe-core's time grows with the page: what has been looked at is taken out
while it looks, and put back.
"""
