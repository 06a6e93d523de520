# Two commands are enough on a bare machine (python3 and make): `make run` and `make test`.
# Everything they need goes into .venv and .tools.
PY  ?= python3
UV  := $(or $(shell command -v uv),.tools/bin/uv)
RUN := .venv/bin/
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test e2e screenshots demo check docs reference format bench lock clean wheel
.DEFAULT_GOAL := help

help: ## what there is
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: .venv/ready ## the service with its sandbox, on SQLite
	@$(RUN)tt-integrations sandbox

test: .venv/ready ## every test, on SQLite and a real PostgreSQL
	$(RUN)python -m pytest -n auto --maxprocesses 8 --dist worksteal

e2e: .venv/ready ## the pages in a real browser, Debian's chromium
	test -x /usr/bin/chromium || { apt-get update -q && apt-get install -yq --no-install-recommends chromium; }
	$(RUN)python -m pytest tests/e2e

screenshots: .venv/ready ## the pictures of the README, from a sandbox
	$(RUN)python tests/e2e/screenshots.py

demo: .venv/ready ## a scripted tour over real HTTP, under 30 s
	@$(RUN)tt-integrations demo

check: .venv/ready wheel docs ## what CI runs besides the tests
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy
	$(RUN)lint-imports

docs: .venv/ready ## the Markdown: links lead somewhere, Python compiles, what is generated is up to date
	@$(RUN)python -W error tests/docs.py

reference: .venv/ready ## write the generated pages of docs/ anew
	@$(RUN)python tests/docs.py --write

wheel: .venv/ready # the wheel, installed alone with the core's few dependencies
	UV="$(UV)" $(RUN)python tests/wheel.py

format: .venv/ready ## let ruff rewrite the layout
	$(RUN)ruff format .
	$(RUN)ruff check --fix .

bench: .venv/ready ## our speed against a hand-written program doing the same work
	$(RUN)python -m bench

lock: $(UV) ## choose the newest versions anew
	$(UV) pip compile -q --upgrade pyproject.toml --all-extras --group test --group lint --group bench \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o dev.lock

clean:
	rm -rf .venv .tools .sandbox dist

.tools/bin/uv:
	$(PY) -m pip install -q --disable-pip-version-check --root-user-action=ignore --no-deps --target .tools uv==0.13.9

.venv/ready: dev.lock pyproject.toml | $(UV)
	$(UV) venv -q --allow-existing --python "$$(command -v $(PY))" .venv
	$(UV) pip sync -q --python .venv --require-hashes dev.lock
	$(UV) pip install -q --python .venv --no-deps --no-build-isolation -e .
	@touch $@
