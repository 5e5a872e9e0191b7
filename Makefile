# `make` lists the tasks. Everything is installed into .venv from locks with hashes; nothing else on the machine changes.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
TESTS  := $(BIN)/pytest -q -n $(or $(WORKERS),2) --dist loadscope --no-loadscope-reorder
COVERED := --cov --cov-report=term:skip-covered
MANY   := tests/integration/# many short modules at the end: no worker waits long for another
OTHERS := $(filter-out tests/unit/ tests/__pycache__/ $(MANY),$(wildcard tests/*/)) $(MANY)
UV     := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
OURS   := benchmarks demo deployments docs expectations flows settings tasks tests warehouse wheel
unexport PYTHONDONTWRITEBYTECODE# else whoever sets it compiles Great Expectations anew with each command: 4 CPU seconds

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo check test nightly docs site-docs wheel format lock audit bench clean

help:  ## list the tasks
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed; set it with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check "uv>=0.8"

$(VENV)/.installed: $(BIN)/uv requirements.lock pyproject.toml
	@echo "installing into $(VENV) (about a minute the first time)"
	@$(UV) --require-hashes -r requirements.lock
	@$(UV) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q $(OURS)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(UV) --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.installed  ## create .venv with the ucj command in it

install-dev: $(VENV)/.installed-dev  ## the same, with what checks and tests need

demo: install  ## simulate branches, run the day, show where everything is
	@$(BIN)/ucj demo

check: install-dev  ## lint, types, import layers, generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m docs.generate --check

test: install-dev  ## all tests, two at a time (WORKERS=4: more at once; CI=true: branches covered by unit tests, too)
	@$(if $(CI),$(TESTS) tests/unit $(COVERED); unit=$$?; $(TESTS) $(OTHERS) && exit $$unit,$(TESTS))

nightly: install-dev  ## the long fault and load tests, and properties with all their examples
	@$(TESTS) -m nightly; long=$$?; UCJ_TEST_ALL_EXAMPLES=1 $(TESTS) tests/property && exit $$long

PEERS := .venv-peers

$(PEERS)/.installed: $(BIN)/uv benchmarks/peers/requirements.lock
	$(PYTHON) -m venv $(PEERS)
	@$(BIN)/uv pip install --quiet --python $(PEERS)/bin/python --require-hashes -r benchmarks/peers/requirements.lock
	@touch $@

bench: install-dev $(PEERS)/.installed  ## benchmarks beside other tools into build/bench (BENCH_SIZES="5000000", BENCH="--runs 1")
	@$(BIN)/python -m benchmarks.bench $(if $(BENCH_SIZES),--sizes $(BENCH_SIZES)) $(BENCH)

docs: install-dev  ## write the documents that are derived from the code
	@$(BIN)/python -m docs.generate

site-docs: install-dev  ## the documents as a website in build/docs-site, without other hosts
	@$(BIN)/python -m docs.site && echo build/docs-site/index.html

wheel: install  ## a wheel in dist, with one import name (docs/adr/0031)
	@$(BIN)/python -m hatchling build --target wheel

format: install-dev  ## let ruff format and fix what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --quiet --group build

lock: install  ## resolve the two lock files again (no registry address is written)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock
	$(BIN)/uv pip compile benchmarks/peers/requirements.in --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --quiet --output-file benchmarks/peers/requirements.lock

audit: install  ## known vulnerabilities of the locked dependencies (asks an advisory service), and their licences
	@$(BIN)/python -m docs.dependency_audit requirements.lock

clean:  ## remove the environment and caches (never data)
	rm -rf $(VENV) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis
