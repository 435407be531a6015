# Two commands on a fresh machine: make demo, make test.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench clean

demo: $(VENV)/.demo  ## lint the bundled example monolith
	@echo; $(BIN)/boundary-lint check fixtures/shop_bad --no-cache --fail-on never

test: $(VENV)/.test  ## everything that must hold
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/lint-imports
	$(BIN)/boundary-lint rules test rules
	$(BIN)/boundary-lint check . --no-cache --fail-on warning
	$(BIN)/python -m pytest -n auto

bench: $(VENV)/.bench  ## beside lint-imports and tach: make bench CORPORA=folder-of-unpacked-projects
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python benchmarks/bench.py --corpora "$(CORPORA)" --write

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("boundary-lint needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@ $(VENV)/.demo

$(VENV)/.bench: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check "import-linter==2.17" "tach==0.35.3"
	@touch $@

clean:  ## remove what was made
	rm -rf $(VENV) .boundary_lint_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
