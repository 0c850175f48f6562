# The one task file.  Every target makes ready what it needs (packaging/bootstrap.py), so any works on a bare clone.
.PHONY: check test quick format i18n examples templates screenshots lock package bench ready
PYTHON ?= python3
BIN = .venv/bin

test:  ## every check and every test; same as ./test
	@./test

check: ready  ## lint, format, types, import directions, generated files; no tests
	@$(BIN)/python packaging/checks.py --no-tests

quick: check  ## the checks and the tests that take no more than a moment
	@$(BIN)/python -m pytest -m "not slow"

format: ready  ## put code into the one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

i18n: ready  ## extract, merge and compile the translations of ui/i18n
	@$(BIN)/python packaging/i18n.py

examples: ready  ## build the example drafts of forms/ from tests/data/examples/
	@$(BIN)/python packaging/build_examples.py

templates: ready  ## make the fillable PDF templates from forms/
	@$(BIN)/python -m rrp_desktop.pdf.build_templates

screenshots: ready  ## pictures of the windows, made by the program, for README and docs/
	@$(BIN)/python packaging/screenshots.py

lock: ready  ## resolve pyproject.toml anew into packaging/requirements*.txt; UPGRADE=--upgrade takes newer versions
	@$(BIN)/python packaging/lock.py $(UPGRADE)

package: ready  ## source archive and wheel into dist/
	@$(BIN)/python -m build --no-isolation

bench: ready  ## print start, typing, export and open times
	@$(BIN)/python packaging/bench.py

ready:
	@$(PYTHON) packaging/bootstrap.py prepare
