# `make help` lists the targets. Each one sets up what it needs and skips what is there.

STACK ?= dev
ARGS ?=
WORKERS ?= auto

python := .venv/bin/python

# Where Python is told to write no bytecode, as in many containers, each of the programs here would
# compile the AWS SDK at every start: keep it then, but out of the way.
ifdef PYTHONDONTWRITEBYTECODE
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/.venv/bytecode
endif

# What `make lint` runs, each from .venv/bin.
checks := "ruff format --check ." "ruff check ." "lint-imports" "basedpyright --level error" \
	"python -m tools.generate --check"

.DEFAULT_GOAL := help
.PHONY: help setup preview up destroy demo test lint format bench clean runtime development

help: ## this list
	@echo "Palisade: AWS serverless architectures for Pulumi, with guardrails built in."
	@echo "Everything here runs offline: no AWS account, no credentials."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  preview, up, destroy, bench: STACK=prod chooses another environment of stacks/ (default: dev)."
	@echo "  These, demo, test: ARGS='…' is handed on, e.g. make test ARGS='-k recursion'."

setup: development ## make .venv and get the Pulumi CLI
	@echo "Ready. 'make preview' shows what the dev environment would create."

preview: runtime ## show what a change would do, with the guardrails' findings
	@$(python) -m offline preview --stack "$(STACK)" $(ARGS)

up: runtime ## apply it, in the offline state
	@$(python) -m offline up --stack "$(STACK)" --yes $(ARGS)

destroy: runtime ## delete all of the environment again, in the offline state
	@$(python) -m offline destroy --stack "$(STACK)" --yes $(ARGS)

demo: runtime ## see the guardrails refuse a recursive loop
	@$(python) -m offline demo $(ARGS)

test: development ## all tests
	@$(python) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: development ## format, style, imports, types, generated files
	@failed=0; for check in $(checks); do \
		echo "· $$check"; .venv/bin/$$check || failed=1; \
	done; exit $$failed

format: development ## format the code and fix what can be fixed
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

bench: development ## measure what components and guardrails cost
	@$(python) -m benchmarks --stack "$(STACK)" $(ARGS)

clean: ## remove .venv, the offline state and all caches of the checkout
	@rm -rf .venv .offline build .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@sh tools/setup.sh

development:
	@sh tools/setup.sh --dev
