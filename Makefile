# `make run` sets everything up and opens the app; `make test` sets everything up and checks all of it.

VENV := .venv
BIN := $(VENV)/bin
# The first Python that is new enough; `make PYTHON=/path/to/python run` chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
HOST ?= 127.0.0.1
PORT ?= 8501
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet

.PHONY: setup run test bench clean

setup: $(VENV)/.app-ready

run: setup
	@exec $(BIN)/python -m mirinter_core serve --host "$(HOST)" --port "$(PORT)"

test: $(VENV)/.tests-ready
	@sh tests/browser/chromium.sh "$(BIN)"
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --cov --cov-report=term:skip-covered

bench: setup
	$(BIN)/python -m benchmarks.embed
	$(BIN)/python -m benchmarks.screen

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "mirinter needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

# A mark is made only after all went well, so an installation that was cut short is made again.
$(VENV)/.app-ready: requirements.txt | $(BIN)/python
	@echo "Installing what the app needs into $(VENV) (once; some minutes)"
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tests-ready: tests/requirements.txt $(VENV)/.app-ready
	$(PIP) -r tests/requirements.txt -r requirements.txt
	@touch $@
