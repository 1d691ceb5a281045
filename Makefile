# Two commands for a fresh machine with Python 3.11 or newer and make:
#   make corpus   set up, and build the parallel corpus of seeds/documents with the embedded model, without a network;
#                 MODEL=NAME takes another, such as one of `jjak models search`
#   make test     set up with what tests need, and run everything
# and while working:
#   make fast     ruff and the tests that are done in a minute: no browser, no database server, nothing slow
#   make lint     ruff and mypy
#   make format   what ruff mends by itself
#   make audit    known faults of the tested packages, where there is a network
#   make clean    remove the environment and the caches
# SYSTEM=no installs no system package; ARGS='-k name' goes to pytest; PYTHON=python3.12 makes the environment with another Python.
SYSTEM ?= yes
ARGS ?=
PYTHON ?= python3
VENV ?= .venv
MODEL ?=
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check
# everything is installed in the versions that are tested; what is never run is not compiled beforehand
INSTALL = $(PIP) install --quiet --no-compile --constraint constraints.txt
# what a build in isolation needs has the tested version too
BUILD = --build-constraint constraints.txt
TORCH = $(shell sed -n 's/^torch==//p' constraints.txt)

.PHONY: corpus test fast lint format audit clean help system-environment system-tests

corpus: $(VENV)/.ready
	$(VENV)/bin/jjak build seeds/documents $(if $(MODEL),--model '$(MODEL)')

test: $(VENV)/.ready-test system-tests
	@# what each worker would compile for itself is compiled once, while mypy, which uses one processor, reads the code
	$(VENV)/bin/python tests/compiled.py & compiling=$$!; $(MAKE) --no-print-directory lint; linted=$$?; wait $$compiling && exit $$linted
	$(VENV)/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

fast: $(VENV)/.ready-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q -m 'not slow and not browser and not postgresql' $(ARGS)

lint: $(VENV)/.ready-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: $(VENV)/.ready-test
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

audit: $(VENV)/.ready
	@$(PIP) install --quiet pip-audit || true
	$(VENV)/bin/python tests/bench/audit.py

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

# what the operating system has to have: for the environment, and for the tests
$(VENV)/.ready: | system-environment

system-environment:
	@[ -e $(VENV)/.ready ] || $(PYTHON) tests/system_packages.py environment --system $(SYSTEM)

system-tests: $(VENV)/.ready-test
	@$(VENV)/bin/python tests/system_packages.py tests --system $(SYSTEM)

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jjak needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	@# the pip that comes with Python may be years old and takes twice as long as a new one
	$(INSTALL) --upgrade pip
	$(INSTALL) $(BUILD) --editable .
	touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	@# Linux's ordinary build of torch brings several GB of CUDA: the build for processors is taken where pip finds one
	@if test "$$(uname -s)" = Linux; then \
		$(INSTALL) 'torch==$(TORCH)+cpu' 2>/dev/null \
			|| echo "pip finds no build of torch $(TORCH) for processors alone, so it takes the ordinary one."; \
	fi
	$(INSTALL) $(BUILD) --editable '.[test]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
