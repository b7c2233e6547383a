# Two commands on a fresh machine with git, make and Python: `make dashboard` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
STAMP := .venv/.installed
CLIENTS ?= 20000
SEED ?= 42
HOME_DIR := $(or $(SCORING_HOME),.)
# A small world of their own for the tests that need a trained model; made anew by every `make test`.
WORLD := $(CURDIR)/.make/world
# Tests never see the world of whoever runs them.
PYTEST := env -u SCORING_HOME $(BIN)/pytest
# A process a core; a file's tests stay together, since they share what they make.
# A worker that dies (a test that hangs for ten minutes is ended with its worker) ends the run with the test named:
# a worker put in its place waits for ever.
SPREAD := -n logical --dist loadfile --max-worker-restart=0

.PHONY: help install dashboard bench bench-api bench-dashboard bench-model bench-routes bench-kills bench-scale documents guide screenshots test test-quick test-slow test-notebook test-browser \
	world mutations fuzz-api notebooks-lab \
	coverage docs check lint types imports notebooks format lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(STAMP) ## Build the environment in .venv from the lock (nothing to do: instantaneous)

$(STAMP): requirements.lock pyproject.toml .ci/install
	@bash .ci/install
	@touch $@

dashboard: install ## Simulate a world if there are no tables, run what is stale, start the page
	@test -e "$(HOME_DIR)/data/tables/current" || $(BIN)/scoring simulate --clients $(CLIENTS) --seed $(SEED)
	@$(BIN)/scoring run
	@$(BIN)/scoring dashboard

test: install ## All tests, quick ones first; the last need a browser (installed by apt where allowed)
	@$(MAKE) test-quick
	@$(MAKE) test-slow
	@$(MAKE) world test-notebook
	@$(MAKE) test-browser

test-quick: install ## Examples in docstrings, unit, property and contract tests
	$(PYTEST) $(SPREAD) -m "not slow and not browser"

test-slow: install ## Tests of more than about five seconds, without the browser
	@[ -z "$$CI" ] || bash .ci/spark
	$(PYTEST) $(SPREAD) -m "slow and not browser" || test $$? -eq 5

mutations: install ## Spoil an archive in 1,000 seeded ways (COUNT=): no decision may change in silence
	$(BIN)/python -m scripts.mutations $(or $(COUNT),1000)

fuzz-api: world ## Ask the API 10,000 generated requests, stateful and broken ones (CASES=, SEED=): no server error, no violation
	$(BIN)/python -m scripts.fuzz_api --home $(WORLD) --cases $(or $(CASES),10000) --seed $(or $(SEED),1)

test-notebook: install ## Execute every notebook and dashboard.ipynb by nbval on the small world
	$(BIN)/python -m scripts.nbval $(WORLD)

notebooks-lab: world ## Open every notebook in JupyterLab, run all, change the language, run all again (ONLY=01)
	@bash .ci/browser
	$(BIN)/python -m scripts.notebooks_lab --home $(WORLD) $(ONLY)

test-browser: install ## Drive the running page in Chromium
	@bash .ci/browser
	$(PYTEST) -m browser --ignore=tests/documents
	$(PYTEST) -m browser tests/documents

coverage: install ## Quick tests with branch coverage; what they do not reach is named
	$(PYTEST) $(SPREAD) -m "not slow and not browser" -q --cov=scoring --cov-branch --cov-report=term-missing:skip-covered

docs: install ## The public API's pages into docs/api/html, without a network
	@rm -rf docs/api/html
	$(BIN)/python -m scripts.api_pages docs/api/html
	@echo "docs/api/html/index.html"

world: install
	@rm -rf $(WORLD)
	$(BIN)/scoring --home $(WORLD) simulate --clients 2000 --seed 42
	$(BIN)/scoring --home $(WORLD) run

documents: install ## Write the sample note, slides and card of HOME_DIR into docs/, and where questions.md leads
	$(BIN)/python -m scripts.documents --home $(HOME_DIR)

guide: install ## The guide in docs/, with its pictures of simulated clients
	@$(BIN)/python -m scripts.guide

screenshots: install ## Picture every view into screenshots/ (CLIENT=)
	@bash .ci/browser
	@test -e "$(HOME_DIR)/data/tables/current" || $(BIN)/scoring simulate --clients $(CLIENTS) --seed $(SEED)
	@$(BIN)/scoring run
	@$(BIN)/python -m scripts.screenshots $(if $(CLIENT),--client $(CLIENT))

bench-dashboard: install ## Measure the page on 356,255 simulated clients (CLIENTS=, BENCH_DIR=); BENCH_HOME=: a home as it is
	@bash .ci/browser
	$(BIN)/python -m benchmarks.dashboard $(if $(BENCH_HOME),--home "$(BENCH_HOME)",--folder "$(or $(BENCH_DIR),.make/bench)" \
		$(if $(filter command line environment,$(origin CLIENTS)),--clients $(CLIENTS)))

bench-model: install ## Measure the model beside the kernel's recipe and the truth, real rows where they are (CLIENTS=, ONLY=)
	$(BIN)/python -m benchmarks.model $(if $(filter command line environment,$(origin CLIENTS)),--clients $(CLIENTS)) \
		$(if $(ONLY),--only $(ONLY))

bench-api: install ## Measure API and page under load (PIECES=, SOAK_SECONDS=, VISITORS=, CLIENTS=, BENCH_HOME=)
	$(BIN)/python -m benchmarks.api $(if $(BENCH_HOME),--home "$(BENCH_HOME)",--folder "$(or $(BENCH_DIR),.make/bench)") \
		$(if $(filter command line environment,$(origin CLIENTS)),--clients $(CLIENTS)) --soak-seconds $(or $(SOAK_SECONDS),600) \
		--visitors $(or $(VISITORS),60) $(if $(PIECES),--pieces $(PIECES))

bench-routes: install ## Ask 500 refused clients for a way to a better answer (CLIENTS=, BENCH_HOME=: a home as it is)
	$(BIN)/python -m benchmarks.routes --clients $(if $(filter command line environment,$(origin CLIENTS)),$(CLIENTS),500) \
		$(if $(BENCH_HOME),--home "$(BENCH_HOME)")

bench-kills: install ## Kill API, page, acts, import and run 200 times in the middle of writes (COUNT=, SEED=): nothing acknowledged is lost
	$(BIN)/python -m benchmarks.kills --count $(or $(COUNT),200) --seed $(if $(filter command line environment,$(origin SEED)),$(SEED),1)

bench-scale: install ## Features on Spark beside Polars, and growth on a cluster: an hour (CLIENTS=, GROWING=, MASTER=, ONLY=); installs PySpark and Java
	@bash .ci/spark
	$(BIN)/python -m benchmarks.scale $(if $(filter command line environment,$(origin CLIENTS)),--clients $(CLIENTS)) \
		$(if $(GROWING),--growing $(GROWING)) $(if $(MASTER),--master "$(MASTER)") $(if $(ONLY),--only $(ONLY))

bench: install ## Time features against the kernel's, scoring against LightGBM alone, on 356,255 simulated clients (CLIENTS=, ONLY=)
	$(BIN)/python -m benchmarks.features $(if $(filter command line environment,$(origin CLIENTS)),--clients $(CLIENTS)) \
		$(if $(ONLY),--only $(ONLY))

check: lint types imports notebooks ## Style, format, types, import rules, notebooks without outputs

lint: install
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports --no-logo

notebooks: install
	$(BIN)/pytest -q tests/test_notebooks_clean.py

format: install ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: install ## Complete requirements.lock from pyproject.toml (UPGRADE=1: newest versions of all)
	$(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra postgresql --group dev pyproject.toml --output-file requirements.lock
	echo "pyspark>=4" | $(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) - --constraint requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file requirements-spark.lock

clean: ## Remove caches, builds and the tests' world; keep .venv, data/ and models/
	rm -rf .make docs/api/html .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build
	find scoring tests -name __pycache__ -type d -prune -exec rm -rf {} +
