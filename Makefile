# make run | make test | make check | make bench-search: each does its own set-up. docs/CONTRIBUTING.md says more.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export BAOKU_DATA ?= $(CURDIR)/var

.PHONY: run setup dev test test-all check format bench-search bench-relevance bench-pages bench-newsroom bench-crowd bench-batch bench-extraction bench-duplicates lock messages
run: setup
	@DJANGO_SETTINGS_MODULE=config.settings.production BAOKU_TLS=$${BAOKU_TLS:-0} $(BIN)/python manage.py serve --port $(PORT)
setup: $(VENV)/.run
dev: $(VENV)/.dev

$(VENV)/.run: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Missing: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing the Python packages …"
	@$(PIP) install --require-hashes -r requirements.txt && touch $@
$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@$(PIP) install --require-hashes -r requirements-dev.txt && touch $@

# Tests start dozens of processes: let these find compiled modules, whatever the environment says (empty is unset).
# Files in their order: by itself xdist begins with those of most tests, and ends with the few tests that take longest.
test test-all: export PYTHONDONTWRITEBYTECODE :=
test: dev
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not slow"
test-all: dev
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
check: dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.production $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/test_docs.py tests/config/test_locale.py
format: dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
bench-newsroom: dev
	nice $(BIN)/python -m benchmarks.newsroom $(OPTIONS)
bench-crowd: dev
	nice $(BIN)/python -m benchmarks.newsroom_load $(OPTIONS)
bench-batch: dev
	$(BIN)/python -m benchmarks.batch $(OPTIONS)
# The peers live apart, so that none of them decides what we run with. OPTIONS="--worst 10", "--set hk", "--fresh" …
bench-search: dev .venv-search/.ready
	nice $(BIN)/python -m benchmarks.search $(if $(CORPUS),--corpus "$(CORPUS)") $(OPTIONS)
bench-pages: dev .venv-search/.ready
	nice $(BIN)/python -m benchmarks.pages $(OPTIONS)
bench-relevance: dev .venv-search/.ready
	nice $(BIN)/python -m benchmarks.relevance $(OPTIONS)
.venv-search/.ready: benchmarks/search/requirements.txt | dev
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .venv-search -r $< && touch $@
bench-extraction: dev .venv-extraction/.ready
	$(BIN)/python -m benchmarks.extraction $(OPTIONS)
.venv-extraction/.ready: benchmarks/extraction/requirements.txt | dev
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv-extraction
	@$(BIN)/uv pip install --quiet --python .venv-extraction/bin/python -r $< && touch $@
bench-duplicates: dev .venv-duplicates/.ready
	PYTHONPATH=.venv-duplicates nice $(BIN)/python -m benchmarks.duplicates $(OPTIONS)
.venv-duplicates/.ready: benchmarks/duplicates/requirements.txt | dev
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .venv-duplicates -r $< && touch $@
messages: dev
	$(BIN)/python manage.py makemessages --locale zh_Hans --locale zh_Hant --no-wrap --no-location --no-obsolete --ignore .venv --ignore var --ignore samples --ignore tests --ignore benchmarks
	@sed -i '/^"POT-Creation-Date:/d' config/locale/*/LC_MESSAGES/django.po  # else every run changes both files
	$(BIN)/python manage.py compilemessages --ignore .venv
lock: dev
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --quiet --custom-compile-command "make lock" -o requirements.txt
	$(BIN)/uv pip compile --group dev -c requirements.txt --universal --generate-hashes --quiet --custom-compile-command "make lock" -o requirements-dev.txt
