# Auskunft. `make help` lists the targets.
PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help up test fuzz install check widget pictures lock licences sbom clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

up: install ## install, train, migrate and start everything with the sample data
	@$(BIN)/auskunft up --demo

test: install ## install and run every test; says what it skipped and why
	$(BIN)/pytest -q -rfEs --tb=short --disable-warnings -n $(WORKERS) --dist loadfile

fuzz: install ## try far more of what nobody should send than `make test` does (an hour)
	FUZZ=20 $(BIN)/pytest -q -rfEs --tb=short --disable-warnings tests/fuzz tests/*/test_openapi.py

install: .venv/installed ## install into .venv

.venv/installed: requirements.txt requirements-uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Auskunft wants Python 3.11; name it: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
	$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

check: install ## lint, types, import rules, Rasa's own validation
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	RASA_TELEMETRY_ENABLED=false PYTHONWARNINGS=ignore $(BIN)/rasa data validate --fail-on-warnings

widget: ## build the chat's file for websites (wants Node; only after a change in widget/src)
	cd widget && npm ci --silent && npm run -s check && npm run -s build

pictures: install ## take the pictures in docs/pictures anew (wants Chromium)
	PICTURES=docs/pictures $(BIN)/pytest -q -m browser

lock: ## compile requirements.txt from pyproject.toml, every version exact and hashed
	$(BIN)/uv pip compile -q --python $(BIN)/python pyproject.toml --extra dev --upgrade --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" -o requirements.txt

licences: install ## write docs/licences.md: what is in here, under which licences
	@$(BIN)/python -m supply licences

sbom: install ## write var/sbom.cdx.json: a bill of materials (CycloneDX)
	@$(BIN)/python -m supply sbom

clean: ## remove what was installed, not what was written (var/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .rasa
