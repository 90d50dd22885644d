# What is done here, by name; `make` alone lists it. For GNU make 3.81 (macOS) and newer.

python := .venv/bin/python
# Material prints a notice about MkDocs 2 at every build; this is how it is told that we know.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve test lint format types layers wheel check versions audit dependencies clean \
	FORCE

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 16

site: .venv/installed ## build the site
	@$(python) -m persona_playbook build --strict
	@echo
	@echo "The playbook is in $(CURDIR)/site. To read it:"
	@echo "  python3 -m http.server --directory site    and open http://localhost:8000"

serve: .venv/installed ## preview the site; it follows what you edit
	@$(python) -m mkdocs serve --livereload

test: .venv/installed ## run every test, those in a browser too
	@CHROMIUM="$$(scripts/chromium)" && export CHROMIUM && $(python) -m pytest --numprocesses auto --dist loadgroup \
		--durations 20 --durations-min 5

lint: .venv/installed ## look for faults and for style
	@$(python) -m ruff check
	@$(python) -m ruff format --check

format: .venv/installed ## mend what lint can mend
	@$(python) -m ruff check --fix
	@$(python) -m ruff format

types: .venv/installed ## check the types of the package
	@$(python) -m mypy

layers: .venv/installed ## check who imports whom
	@.venv/bin/lint-imports --no-cache

wheel: .venv/installed ## build the package into dist/
	@rm -rf dist
	@$(python) -m build --no-isolation --wheel

check: ## all of the above, and a playbook built with the wheel: what CI runs
	@.ci/run

versions: .venv/installed ## run the tests with the lowest and the newest dependencies
	@CHROMIUM="$$(scripts/chromium)" && export CHROMIUM && scripts/versions

audit: ## look for known faults in dependencies and workflows; needs the network
	@scripts/audit

dependencies: ## pin the newest versions in requirements/
	@scripts/dependencies

clean: ## remove everything that was made
	rm -rf .venv site dist .*_cache .hypothesis
	find plugins tests -name __pycache__ -exec rm -rf {} +

# The environment: anew when the pins change, or when the folder was moved or copied.
.venv/packages: requirements/dev.txt scripts/environment
	@scripts/environment .venv
	@touch $@

.venv/installed: .venv/packages pyproject.toml plugins/persona_playbook/__init__.py
	@$(python) -m pip install --quiet --quiet --disable-pip-version-check --no-input \
		--no-deps --no-build-isolation --editable .
	@echo "$(CURDIR)" > $@

ifneq ($(shell test -x $(python) && cat .venv/installed 2>/dev/null),$(CURDIR))
.venv/packages: FORCE
endif
