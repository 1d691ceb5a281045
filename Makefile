# Two commands for a fresh machine with Python 3.11 or newer and make:
#   make corpus   set up, and build the parallel corpus of seeds/documents with the embedded model, without a network
#   make test     set up with what tests need, and run everything
PYTHON ?= python3
VENV ?= .venv
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check
# everything is installed in the versions that are tested; what is never run is not compiled beforehand
INSTALL = $(PIP) install --quiet --no-compile --constraint constraints.txt
TORCH = $(shell sed -n 's/^torch==//p' constraints.txt)

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
	@# the pip that comes with Python may be years old and takes twice as long as a new one
	$(INSTALL) --upgrade pip
	$(INSTALL) --editable .
	touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	@# Linux's ordinary build of torch brings several GB of CUDA: the build for processors is taken where pip finds one
	@if test "$$(uname -s)" = Linux; then \
		$(INSTALL) 'torch==$(TORCH)+cpu' 2>/dev/null \
			|| echo "pip finds no build of torch $(TORCH) for processors alone, so it takes the ordinary one."; \
	fi
	$(INSTALL) --editable '.[test]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
