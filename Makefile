# make run     install what is needed, prepare a database with demo cases, serve on 127.0.0.1:8000 (PORT=8001: there)
# make test    install what is needed, run the tests
# make soak    the long tests, and the figures that they print: cases, kills, acknowledged, lost, duplicated
# make bench   measure its speed; LOG=PATH: replay the log of a help desk, alone
# make bench-peers  measure others at the same case
# make screens take a picture of every page into docs/screens
# make docs    the documentation as a site, in site
# make texts   bring the catalogs of languages up to date with the texts in the code (LANGUAGE=fr: begin one)
# make dist    wheel, source package and list of parts (CycloneDX) into dist
# make lock    resolve the versions of uv.lock anew
# make audit   ask the registries for known faults of those versions (before a release: decision 0313)

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
INSTALL := VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(BIN)/uv pip install --compile-bytecode
NPM     := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix web/frontend

CATALOGS := $(wildcard runner/locale/*/LC_MESSAGES/*.po)
FRONTEND := $(addprefix web/frontend/,package-lock.json build.js) $(wildcard web/frontend/src/* web/frontend/src/*/*)

.PHONY: install run test check soak bench bench-peers screens docs texts dist lock audit clean

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml hatch_build.py $(CATALOGS) $(FRONTEND)
	@echo "1 of 2: making $(VENV), a folder for what Caselane needs"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check 'uv>=0.9.11'
	@echo "2 of 2: installing Caselane and what it needs into it, and bundling its scripts: up to a minute"
	@$(INSTALL) --quiet -e .
	@test -e web/static/built/app.js || echo "The scripts were not bundled: pages do without them. To see why: SKIP_FRONTEND= $(INSTALL) --verbose -e ."
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed pyproject.toml
	SKIP_FRONTEND=1 $(INSTALL) --quiet -e '.[test]'
	touch $@

$(VENV)/installed-for-checks: $(VENV)/installed pyproject.toml
	SKIP_FRONTEND=1 $(INSTALL) --quiet -e '.[test,quality]'
	$(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	touch $(VENV)/installed-for-tests $@

run: install
	@$(BIN)/caselane serve --demo $(if $(PORT),--port $(PORT))

test: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

check: $(VENV)/installed-for-checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint web/templates
	$(NPM) run check --silent
	$(BIN)/pyright

soak: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -m soak -o faulthandler_timeout=1800 -n auto --dist worksteal -rP --durations=20 $(TESTS)

bench: $(VENV)/installed-for-tests
	$(BIN)/python -m benchmarks $(if $(LOG),--log $(LOG),--keep)

bench-peers: $(VENV)/installed-for-tests
	$(BIN)/python -m benchmarks.peers --keep

screens: install $(VENV)/installed-for-tests
	$(BIN)/python -m tests.browser.screens docs/screens

docs: $(VENV)/installed-for-checks
	$(BIN)/mkdocs build --quiet

texts: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.catalogs $(LANGUAGE)

dist: $(VENV)/installed-for-checks
	$(NPM) run build --silent
	SKIP_FRONTEND=1 $(BIN)/hatchling build  # bundling by itself it would take away what `check` needs
	$(BIN)/uv export --frozen --quiet --no-dev --format cyclonedx1.5 --output-file dist/caselane.cdx.json

lock: $(VENV)/installed-for-checks
	$(BIN)/uv lock --upgrade

audit: $(VENV)/installed-for-checks
	$(BIN)/uv export --frozen --quiet --all-extras --no-emit-project --output-file .venv/locked.txt
	$(BIN)/pip-audit --disable-pip --require-hashes --requirement .venv/locked.txt
	$(NPM) audit

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis web/static/built web/frontend/node_modules .benchmarks
