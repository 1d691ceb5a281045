# Two commands for a fresh machine with Python 3.11 or newer and make:
#   make corpus   set up, and build the parallel corpus of seeds/documents with the embedded model, without a network
#   make test     set up with what tests need, and run everything
PYTHON ?= python3
VENV ?= .venv
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check

.PHONY: corpus test lint clean

corpus: $(VENV)/.ready
	$(VENV)/bin/jjak build seeds/documents

test: $(VENV)/.ready-test lint
	$(VENV)/bin/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.ready-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jjak needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	$(PIP) install --quiet --constraint constraints.txt --editable '.[test]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
