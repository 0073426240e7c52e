# make run   sets everything up and opens the encyclopedia in the browser
# make test  every check: style, types, the layers of the house, tests
# make docs  the documentation as a site, in build/docs
# All need Python 3.11 or newer with venv, and whatever package index pip is configured for. Run again, they
# are quick.

PYTHON ?= python3
UV_VERSION := 0.13.9

BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --no-input -qq
SOURCES := $(shell find bestiary -name '*.py')
EXPORT := UV_PYTHON_DOWNLOADS=never $(BIN)/uv export -q --frozen --no-emit-project --no-header

.PHONY: run test lint format docs reference pictures clean
.DELETE_ON_ERROR:

run: .venv/run.done .venv/compiled.done
	@$(BIN)/bestiary who "Fancy Bear"
	@echo
	@echo "More on the command line: $(BIN)/bestiary --help"
	@$(BIN)/bestiary serve --open

test: lint .venv/browser.done
	@echo "Tests: pytest"
	@$(BIN)/pytest -q -n auto --maxprocesses 4 --dist worksteal

lint: .venv/dev.done .venv/compiled.done
	@echo "Style: ruff check, ruff format"
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check . || { echo "make format puts it right"; $(BIN)/ruff format --check .; exit 1; }
	@echo "Types: mypy"
	@$(BIN)/mypy --no-error-summary
	@echo "House: import-linter"
	@$(BIN)/lint-imports --no-cache > .venv/house.txt || { cat .venv/house.txt; exit 1; }

format: .venv/dev.done
	@$(BIN)/ruff check -q --fix-only .
	@$(BIN)/ruff format .

docs: .venv/dev.done
	@$(BIN)/python -m sphinx -q -W --keep-going -d build/trees docs build/docs
	@echo "The documentation: build/docs/index.html"

# what is generated of the code; a test says if it was forgotten
reference: .venv/dev.done
	@$(BIN)/python docs/reference.py
	@$(BIN)/python docs/house.py

pictures: .venv/dev.done
	@$(BIN)/python docs/picture.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up: each step leaves a file, and is done again when what it was made from is newer ---

.venv/uv.done: Makefile
	@$(PYTHON) -c 'import sys; sys.exit("Bestiary needs Python 3.11 or newer; name one with make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@echo "Set-up: a virtual environment in .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) install uv==$(UV_VERSION)
	@touch $@

# pip installs, not uv, so that its own configuration (index, proxy, certificates) holds; the lock's hashes are checked
.venv/run.done: .venv/uv.done uv.lock pyproject.toml
	@echo "Set-up: what Bestiary runs on"
	@$(EXPORT) --no-default-groups --group build -o .venv/run.txt
	@$(PIP) install --require-hashes -r .venv/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: .venv/run.done
	@echo "Set-up: what the checks need"
	@$(EXPORT) --group dev -o .venv/dev.txt
	@$(PIP) install --require-hashes -r .venv/dev.txt
	@touch $@

# Debian's Chromium shows the pages to their tests; where it may not be installed, those are skipped and say so
BROWSER := chromium chromium-browser google-chrome

.venv/browser.done: .venv/uv.done
	@if which $(BROWSER) 2> /dev/null | grep -q .; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then echo "Set-up: Chromium, for the tests of the pages"; \
	{ apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } > .venv/browser.txt 2>&1 \
	&& touch $@ || echo "Chromium cannot be installed (.venv/browser.txt): the tests of the pages in a browser are skipped"; \
	else echo "There is no Chromium: the tests of the pages in a browser are skipped"; fi

# Compiled code halves the start-up; said outright because PYTHONDONTWRITEBYTECODE may be set
.venv/compiled.done: .venv/run.done $(SOURCES)
	@$(BIN)/python -m compileall -q bestiary
	@touch $@
