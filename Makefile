# The commands of this tree. `make run` and `make test` are all a newcomer needs.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes
PO := e_office/translations/en/LC_MESSAGES/messages.po
POT := e_office/translations/messages.pot
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run test lint bench clean messages

run: .venv/ready
	@exec env -u PYTHONDONTWRITEBYTECODE $(BIN)/python app.py # else every process compiles the whole office anew

test: .venv/ready-dev
	@$(BIN)/python tests/system_packages.py
	@$(MAKE) --no-print-directory lint
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS) # as for run

lint: .venv/ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy -p config -p storage -p search
	@$(BIN)/mypy --strict --follow-imports=silent e_office/*/rules.py

bench: .venv-bench/ready
	@.venv-bench/bin/python -m bench $(BENCH)

messages: .venv/ready-dev
	@$(BIN)/pybabel -q extract -F e_office/translations/babel.cfg -k msg -k _l -k lazy_gettext --no-location --sort-output -o $(POT) .
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap --omit-header -i $(POT) -l en -o $(PO)
	@cat e_office/translations/header.po $(PO) > $(POT) && mv $(POT) $(PO)
	@$(BIN)/pybabel -q compile -d e_office/translations

clean:
	@rm -rf .venv .venv-bench

.venv/ready: requirements.txt e_office/translations/en/LC_MESSAGES/messages.po
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the office needs …"
	@awk '/^[a-z]/ { half = !half } { print > (".venv/pins-" half ".txt") }' requirements.txt # in two at once:
	@$(PIP) --no-compile -r .venv/pins-0.txt & other=$$!; $(PIP) --no-compile -r .venv/pins-1.txt && wait $$other
	@$(BIN)/python -m compileall -qq -j 0 -x /pip/ .venv/lib || true # on every processor; pip would use one
	@$(BIN)/pybabel -q compile -d e_office/translations
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(PIP) -r requirements-dev.txt
	@touch $@

.venv-bench/ready: requirements-bench.txt e_office/translations/en/LC_MESSAGES/messages.po
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.txt
	@.venv-bench/bin/pybabel -q compile -d e_office/translations
	@touch $@
