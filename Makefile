# Everything a person needs: make demo, make test, make check, make bench, make wheel.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:  ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/installed: requirements.txt pyproject.toml tools/setup.sh
	@tools/setup.sh run
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@tools/setup.sh dev
	@touch $@

node_modules/installed: package.json package-lock.json .venv/installed tools/assets.py
	@tools/setup.sh assets
	@touch $@

.PHONY: help demo test check fast lint types docs bench wheel browser clean

demo: .venv/installed node_modules/installed  ## Set up, load the Puji programme and serve it (FRESH=1 begins anew)
	@$(PY) tools/messages.py compile
	@.venv/bin/wangge demo $(if $(FRESH),--fresh) $(if $(PORT),--port $(PORT))

check: .venv/installed-dev node_modules/installed  ## Format, lint, types, contracts, docs, fast tests
	@tools/check.sh

test: .venv/installed-dev node_modules/installed  ## Everything, on SQLite and PostgreSQL, with the browser
	@tools/setup.sh system
	@tools/test.sh

bench: .venv/installed-dev node_modules/installed  ## Measure, on both databases
	@tools/setup.sh system
	@$(PY) -m tools.bench

wheel: .venv/installed-dev node_modules/installed  ## A wheel that runs outside the checkout
	@$(PY) tools/messages.py compile
	@$(PY) -m build --no-isolation --wheel --outdir $(or $(DIST),dist)

clean:  ## Remove what was built, not the data
	rm -rf .venv node_modules build dist src/wangge/desk/static/npm src/wangge/insight/fonts
