# Everything from a fresh machine with Python 3.11: `make demo`, `make test`.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PORT ?= 4566
FOLDER ?= .local
LOCAL := --port $(PORT) --folder $(FOLDER)
REAL := $(if $(STAGE),--stage $(STAGE))
LONG := $(LOCAL) $(REAL) $(if $(SEGMENTS),--segments $(SEGMENTS)) $(if $(ANEW),--anew)
# Some machines forbid byte code: then each process would compile all that it imports, each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: chromium browser help setup up down demo test lint types style cloud unit openapi lock bill functions static vendor deploy first-load revoke foreign-cases redrive resync backup restore release recount recomputation search-index audit import train documents rotate rehash chaos bench load fuzz
help: ## What can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "%-13s %s\n", $$1, $$2}'

$(READY): requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(READY)

setup: $(READY) ## The virtual environment with all that development needs

up: $(READY) ## Start the local cloud, deploy and load the stack (PERSIST=1, CLOCK=2026-08-03T07:00+07:00)
	@$(BIN)/python -m localstack.up $(LOCAL) $(if $(PERSIST),--persist) $(if $(CLOCK),--clock $(CLOCK))

down: ## Stop what `make up` started
	@test ! -x $(BIN)/python || $(BIN)/python -m localstack.down $(LOCAL)

demo: CLOCK = 2026-08-03T07:30+07:00
demo: $(READY) ## Start the local cloud anew, on a Monday morning, play six weeks, recount the figures, verify the audit
	@$(BIN)/python -m localstack.up $(LOCAL) --fresh --clock $(CLOCK)
	@$(BIN)/python -m localstack.demo.play --stack $(FOLDER)/stack.json
	@$(BIN)/python -m operations.recount $(LOCAL)
	@$(BIN)/python -m operations.audit $(LOCAL)

lint: $(READY) ## ruff, mypy, import-linter
	@$(MAKE) -s -j 2 types style

types: $(READY)
	@$(BIN)/mypy

style: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

unit: $(READY) ## The tests that need no emulator
	@$(BIN)/pytest tests/unit

# In the order of collection, which begins with the longest companies: contracts and stories.
# Three at a time keep two cores busy: those who have a stack wait for it a good part of their time.
# What else they need is fetched and packed beside mypy, which keeps one core busy.
test: WORKERS = 3
test: $(READY) ## All checks and all tests, three at a time (WORKERS=2); starts and stops what it needs on ports of its own
	@$(MAKE) -s -j 2 types cloud style
	@$(MAKE) -s chromium || echo "No Chromium can be had here: the tests of pages in a browser are skipped"
	@$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

cloud: $(READY) ## Fetch the emulator and make the local package, where they are not there yet
	@$(BIN)/python -m localstack.prepare

chromium: ## Debian's browser without a window, for the pages' tests; one with a window does as well, if slower
	@command -v chromium-headless-shell > /dev/null || command -v chromium > /dev/null || \
		(apt-get update -qq && apt-get install -qq -y chromium-headless-shell)

browser: $(READY) chromium ## The pages in a real browser, at every width, with script and without; pictures in build/screens/
	@BROWSER=whole $(BIN)/pytest tests/browser

bench: $(READY) ## What requests cost: the table, and build/bench.json (a quarter of an hour; SIZES="1000 20000" ENGINE=http://127.0.0.1:8000)
	@$(BIN)/python -m bench $(if $(ENGINE),--engine $(ENGINE)) $(SIZES)

fuzz: SECONDS = 300
fuzz: $(READY) ## schemathesis at every route of a local cloud of its own (SEED=1 SECONDS=300)
	@$(BIN)/python -m localstack.fuzz --port 4599 --folder $(FOLDER)/fuzz \
		--seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

chaos: $(READY) ## Faults on purpose, then calm and a verdict (five minutes; SEED=… CASES=2000)
	@$(BIN)/python -m chaos $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED))

load: $(READY) ## Many things due at one instant, many people at one moment, a morning of the campaign, and a verdict (THINGS=5000 AT_ONCE=200 REGISTRATIONS=2000)
	@$(BIN)/python -m load $(if $(THINGS),--things $(THINGS)) $(if $(AT_ONCE),--at-once $(AT_ONCE)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
		$(if $(REGISTRATIONS),--registrations $(REGISTRATIONS)) $(if $(TEAMS),--teams $(TEAMS)) $(if $(VISITS),--visits $(VISITS)) $(if $(ROWS),--rows $(ROWS))

openapi: $(READY) ## Write docs/openapi.json anew
	@$(BIN)/python -m chalicelib.runtime.http.openapi.document > docs/openapi.json

lock: $(READY) ## Make the locks anew of requirements*.txt and localstack/emulator.txt (UPGRADE=1: newest versions)
	@$(BIN)/python -m infra.lock $(if $(UPGRADE),--upgrade)

bill: $(READY) ## Write docs/sbom.json and LICENCES anew: what ships, and under which terms
	@$(BIN)/python -m infra.bill

functions: $(READY) ## Write docs/functions.md anew
	@$(BIN)/python -m infra.rights > docs/functions.md

static: $(READY) ## Write the fingerprints of static/ anew, by which pages ask for them
	@$(BIN)/python -m infra.static_files

vendor: $(READY) ## Fetch anew what pages borrow, by npm (NEW=1 after a version was changed); then `make static bill`
	@$(BIN)/uv run -q --no-project --python $(PYTHON) --with fonttools==4.68.0 --with brotli==1.2.1 python -m tools.vendor_static $(if $(NEW),--new)

deploy: $(READY) ## Deploy to a real account: STAGE=dev|staging|prod
	@$(BIN)/python -m operations.deploy $(STAGE)

first-load: $(READY) ## Load the directory of a new stack: STAGE=prod ROSTER=roster.csv PASSWORDS=passwords.csv
	@$(BIN)/python -m operations.first_load $(LOCAL) $(REAL) $(ROSTER) $(PASSWORDS)

revoke: $(READY) ## Revoke officers' accounts by a file with a column id: FILE=leaving.csv REASON='…' (TO=cb017)
	@$(BIN)/python -m operations.revoke $(LOCAL) $(REAL) --reason "$(REASON)" $(if $(TO),--to $(TO)) $(FILE)

foreign-cases: $(READY) ## Bring in another system's cases, each once: FILE=cases.csv SYSTEM=tong-dai-1022 OFFICER=cb021 (CHANNEL=hotline)
	@$(BIN)/python -m operations.foreign_cases $(LOCAL) $(REAL) --system $(SYSTEM) --officer $(OFFICER) $(if $(CHANNEL),--channel $(CHANNEL)) $(FILE)

redrive: $(READY) ## Move letters from a dead-letter queue back: QUEUE=notifications
	@$(BIN)/python -m operations.redrive $(LOCAL) $(REAL) $(QUEUE)

resync: $(READY) ## Relay again what has no line in the audit (SEGMENTS=4; ANEW=1: not on from where it was killed)
	@$(BIN)/python -m operations.resync $(LONG)

backup: $(READY) ## Write all that the stack holds into a sealed folder: TO=folder KEY=backup.key (SEGMENTS=4)
	@$(BIN)/python -m operations.backup $(LONG) $(TO) $(KEY)

restore: $(READY) ## Bring a backup back into an empty stack: FROM=folder KEY=backup.key (NUMBER=12 SEGMENTS=4)
	@$(BIN)/python -m operations.restore $(LONG) $(if $(NUMBER),--number $(NUMBER)) $(FROM) $(KEY)

release: $(READY) ## End the quarantine after a restore of another stack's backup (DROP=1: what waits is never sent)
	@$(BIN)/python -m operations.release $(LOCAL) $(REAL) $(if $(DROP),--drop)

recount: $(READY) ## Count all figures anew from the cases and say where they differ (REPAIR=1 SEGMENTS=4)
	@$(BIN)/python -m operations.recount $(LONG) $(if $(REPAIR),--repair)

recomputation: $(READY) ## Let all open cases follow an edit of the rules at once (SEGMENTS=8)
	@$(BIN)/python -m operations.recomputation $(LONG)

search-index: $(READY) ## Write the lists in which cases are found anew, from all cases (CLEAR=1 SEGMENTS=8)
	@$(BIN)/python -m operations.search_index $(LONG) $(if $(CLEAR),--clear)

import: $(READY) ## Send a list: KIND=officials FILE=list.xlsx (MODE=good_rows or all_or_none; REPLACE=1 SURE=1; else it is checked)
	@$(BIN)/python -m operations.import_list $(LOCAL) $(REAL) $(KIND) $(FILE) $(if $(MODE),--mode $(MODE)) $(if $(REPLACE),--replace) $(if $(SURE),--sure)

train: $(READY) ## Learn categories from the cases that were taken in, and say how well (DRY_RUN=1: without using it)
	@$(BIN)/python -m operations.train $(LOCAL) $(REAL) $(if $(DRY_RUN),--dry-run)

audit: $(READY) ## Verify the audit's chain, all of it or DAY=2026-08-03 (HEAD=day/number/hash: against one that was noted)
	@$(BIN)/python -m operations.audit $(LOCAL) $(REAL) $(if $(DAY),--day $(DAY)) $(if $(HEAD),--head $(HEAD))

documents: $(READY) ## Count stored documents by kind and version; write older ones anew (REWRITE=1)
	@$(BIN)/python -m operations.documents $(LOCAL) $(REAL) $(if $(REWRITE),--rewrite)

rotate: $(READY) ## Make new key sets, and take away tokens' sets that are over (LEAKED=1)
	@$(BIN)/python -m operations.rotate $(LOCAL) $(REAL) $(if $(LEAKED),--leaked)

rehash: $(READY) ## Bring a stage of before over to hashing phones by KMS, while it runs
	@$(BIN)/python -m operations.rehash $(LONG)
