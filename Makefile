# Every target sets up what it needs in .venv, with uv where it is installed, else with venv and pip: exactly what
# requirements/ locks.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
RUNNABLE := $(VENV)/.runnable
READY := $(VENV)/.ready
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --custom-compile-command "make lock" $(UPGRADE) pyproject.toml
export UV_COMPILE_BYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test test-matrix windows portable lint lock bench screenshots clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 14

$(RUNNABLE): pyproject.toml requirements/run.txt scripts/set_up.sh
	@echo "make: installing qreply into $(VENV) (once, and again when what it needs changes)"
	@scripts/set_up.sh $(VENV) requirements/run.txt
	@touch $@

$(READY): pyproject.toml requirements/dev.txt scripts/set_up.sh
	@echo "make: installing qreply and its tools into $(VENV) (once, and again when what they need changes)"
	@scripts/set_up.sh $(VENV) requirements/dev.txt
	@touch $(RUNNABLE) $@

run: $(RUNNABLE)  ## open the screen, on the shipped phrasebook unless the settings name another
	@echo "make: starting qreply (Ctrl+Q leaves)"
	@$(BIN)/qreply

test: $(READY)  ## run the tests
	@echo "make: running the tests"
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-matrix: $(READY)  ## run the tests on each Python there is, and with the oldest and newest dependencies; LEGS="oldest …", TESTS="tests/tui …"
	@echo "make: running the tests in environments of their own, in .matrix"
	@$(BIN)/python scripts/test_matrix.py $(LEGS) $(if $(TESTS),--tests "$(TESTS)")

windows: $(READY)  ## run the tests and drive the screen on a Windows Python under wine; TESTS="tests/tui …"
	@echo "make: setting up wine and a signed Windows Python in .windows"
	@scripts/windows/set_up.sh
	@scripts/windows/run_tests.sh $(TESTS)

portable: $(READY)  ## make dist/qreply-win64.zip, for a Windows without Python
	@echo "make: making dist/qreply-win64.zip"
	@scripts/windows/build_portable.sh

lock:  ## write requirements/ anew; what still fits stays as it is, unless UPGRADE=--upgrade
	@command -v uv >/dev/null 2>&1 || { echo "make: locking needs uv (https://docs.astral.sh/uv)" >&2; exit 1; }
	@echo "make: writing requirements/run.txt and requirements/dev.txt"
	@uv pip compile $(LOCKING) --group build -o requirements/run.txt
	@uv pip compile $(LOCKING) --group dev -o requirements/dev.txt

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
	@echo "make: removing $(VENV), .matrix, .windows, caches and builds"
	@rm -rf $(VENV) .matrix .windows build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
