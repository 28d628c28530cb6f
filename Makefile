# Every target sets up what it needs in .venv, with uv where it is installed, else with venv and pip.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export UV_COMPILE_BYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test lint bench screenshots clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 14

$(READY): pyproject.toml
	@echo "make: installing qreply and its tools into $(VENV) (once, and again when pyproject.toml changes)"
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python -e . --group dev; \
	else \
	  python3 -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1' && \
	  $(BIN)/python -m pip install --quiet -e . --group dev; \
	fi
	@touch $@

run: $(READY)  ## open the screen, on the shipped phrasebook and phrases of your own
	@echo "make: starting qreply (Ctrl+Q leaves)"
	@$(BIN)/qreply

test: $(READY)  ## run the tests
	@echo "make: running the tests"
	@$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(READY)  ## check style, types and the direction of imports
	@echo "make: ruff, mypy, import contracts"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY)  ## measure the budgets of the design
	@echo "make: measuring"
	@$(BIN)/python -m benchmarks.budgets

screenshots: $(READY)  ## draw the README's screenshots anew, with the program itself
	@echo "make: drawing docs/images"
	@$(BIN)/python scripts/make_screenshots.py

clean:  ## remove what the other targets made
	@echo "make: removing $(VENV), caches and builds"
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
