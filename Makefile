# The commands of this repository. `make` alone lists them.
# Nothing but Python 3.11 or newer, make and git is needed; all else goes into .venv/.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE_PACKAGES := tests/validators/node_modules
LIGHTHOUSE := tests/lighthouse/node_modules
# Sizes of the networks to measure, and anything else for it: make bench BENCH_HUBS="100 1000" BENCH_ARGS="--rounds 5"
BENCH_HUBS ?= 100
BENCH_ARGS ?=
# Extra arguments for pytest: make test PYTEST_ARGS="-k calendars"
PYTEST_ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site test test-all lint format messages functions screenshots gallery pictures lighthouse bench lock clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

site: $(VENV)/installed  ## install hubkit into .venv and build example-site/ into example-site/_site/
	$(BIN)/hubkit build example-site
	@echo
	@echo 'The three city sites are in example-site/_site. Look at them with:'
	@echo '  $(BIN)/hubkit serve example-site'
	@echo 'and open http://127.0.0.1:8000/ in a browser.'

test: $(VENV)/installed-dev  ## run the quick tests (some eight minutes on two processors)
	$(BIN)/python -m pytest -m "not long" -n auto $(PYTEST_ARGS)

test-all: $(VENV)/installed-dev $(NODE_PACKAGES)/.installed  ## run every test but lighthouse (Node.js, Java and Chromium: those missing are skipped, and said)
	$(BIN)/python -m pytest -m "not lighthouse" -n auto $(PYTEST_ARGS)

lint: $(VENV)/installed-dev  ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

format: $(VENV)/installed-dev  ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/installed-dev  ## gather the interface texts, and bring the catalogue of every language up to date
	$(BIN)/python scripts/messages.py

functions: $(VENV)/installed-dev  ## write anew what the functions in JavaScript share with those in Python: texts and tables
	$(BIN)/python scripts/functions.py

screenshots: $(VENV)/installed-dev  ## picture every type of page into screenshots/ (needs Chromium)
	$(BIN)/python scripts/screenshots.py

gallery: $(VENV)/installed-dev  ## the same in every theme, on one sheet: screenshots/index.html and sheet.jpg
	$(BIN)/python scripts/gallery.py

pictures: $(VENV)/installed-dev  ## take the pictures in README.md anew
	$(BIN)/python scripts/readme_pictures.py

lighthouse: $(VENV)/installed-dev $(LIGHTHOUSE)/.installed  ## have Lighthouse judge four pages, three times each (needs Node.js and Chromium)
	$(BIN)/python -m pytest -s tests/lighthouse

bench: $(VENV)/installed bench/_tools/installed  ## measure hubkit and other generators in turns on the same network
	$(BIN)/python -m bench --hubs $(BENCH_HUBS) $(BENCH_ARGS)

lock: $(VENV)/installed-dev  ## write requirements-dev.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet --output-file requirements-dev.lock

clean:  ## remove all that these commands made
	rm -rf $(VENV) $(NODE_PACKAGES) $(LIGHTHOUSE) bench/_tools screenshots build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf example-site/_site example-site/_site.manifest.json example-site/.hubkit
	find hubkit tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'hubkit needs Python 3.11 or newer, and $(PYTHON) is older or missing.'; \
		echo 'Install a newer one, then name it: make site PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python cannot make virtual environments: its venv module is missing.'; \
		echo 'On Debian and Ubuntu: sudo apt-get install python3-venv   Then run this again.'; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/made pyproject.toml requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@ $(VENV)/installed

$(NODE_PACKAGES)/.installed $(LIGHTHOUSE)/.installed: tests/%/node_modules/.installed: tests/%/package.json tests/%/package-lock.json
	@if command -v npm >/dev/null; then \
		echo 'npm ci --prefix tests/$*'; \
		if npm ci --prefix tests/$* --ignore-scripts --no-audit --no-fund --loglevel=error; then touch $@; \
		else echo 'That failed: the tests that need these packages will be skipped.'; fi; \
	else echo 'npm is not installed: the tests that need it will be skipped.'; fi

bench/_tools/installed: bench/requirements.txt bench/package.json bench/package-lock.json
	$(PYTHON) -m venv --clear bench/_tools/venv
	bench/_tools/venv/bin/python -m pip install --quiet --requirement bench/requirements.txt
	@if command -v npm >/dev/null; then \
		cp bench/package.json bench/package-lock.json bench/_tools/ && \
		npm install --no-save --prefix bench/_tools --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else echo 'npm is not installed: the generators that need it will be left out.'; fi
	@touch $@
