# Everything a developer needs; docs/development.md tells the rest.
PYTHON ?= python3
DEV = $(PYTHON) -m scripts.dev
export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench quality shell stop clean-run

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## Get Odoo, Python packages, PostgreSQL and the template database
	@$(DEV) setup

run: ## Serve the product with demo data at http://localhost:8069 (PORT=…)
	@$(DEV) run

test: ## Lint and all tests; TESTS="crm_cubicl/tests -k name" runs some
	@$(DEV) test

lint: ## The linters alone
	@$(DEV) lint

format: ## Let the formatters mend what they can
	@$(DEV) format

bench: ## Import and export beside Odoo's own; BENCH=customers, merge, tickets, service, visitors (OPTIONS=…)
	@$(DEV) bench

quality: ## How well duplicates are found: DATA=folder with records.csv, pairs.csv (OUT=…)
	@$(DEV) quality

shell: ## Odoo's shell on the database of "make run"
	@$(DEV) shell

stop: ## Stop the PostgreSQL server of this checkout
	@$(DEV) stop

clean-run: ## Forget the database of "make run"
	@$(DEV) clean-run
