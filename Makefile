# Every verb of the project. `make` alone prints them.
# Needs Python 3.11 or newer and make; everything else comes from the pinned requirements.
# GNU make 3.81 is enough, which macOS has: it knows no .SHELLFLAGS, so a recipe of several
# commands says `set -e` itself.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PY := .venv/bin/python
TOOLS := .venv-tools/bin
REPORTS := .local/reports
SETUP := .venv/.installed .venv-tools/.installed .venv-ministack/.installed

export SAM_CLI_TELEMETRY = 0
export PYTHONUTF8 = 1
# uv and Node bring certificates of their own; behind a company's proxy only the machine's will do.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
export NODE_EXTRA_CA_CERTS ?= /etc/ssl/certs/ca-certificates.crt
endif

.PHONY: help
help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---------------------------------------------------------------- environments

.PHONY: setup
setup: $(SETUP) ## create the three environments (only what changed)

.venv/bin/uv:
	@set -e; python3=$$(sh tools/find_python.sh); \
	echo "==> .venv from $$python3"; \
	$$python3 -m venv .venv; \
	.venv/bin/python -m pip install --quiet --disable-pip-version-check \
	  "$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements/dev.txt)"

.venv/.installed: requirements/dev.txt pyproject.toml client/pyproject.toml | .venv/bin/uv
	@echo "==> development environment (.venv)"
	@.venv/bin/uv pip sync --quiet --require-hashes --python $(PY) requirements/dev.txt
	@.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --python $(PY) \
	  --editable . --editable ./client
	@touch $@

.venv-%/.installed: requirements/%.txt | .venv/bin/uv
	@echo "==> environment .venv-$*"
	@test -x .venv-$*/bin/python || .venv/bin/uv venv --quiet --python $(PY) .venv-$*
	@.venv/bin/uv pip sync --quiet --require-hashes --python .venv-$*/bin/python requirements/$*.txt
	@touch $@

.PHONY: requirements
requirements: .venv/bin/uv ## compile the pinned requirements from pyproject.toml (UPGRADE=1: newest)
	@set -e; \
	compile() { \
	  echo "==> $$1"; out=$$1; shift; \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header $(if $(UPGRADE),--upgrade) "$$@" -o $$out; \
	}; \
	dependencies=layers/dependencies/requirements.txt; \
	cryptography=layers/cryptography/requirements.txt; \
	compile $$dependencies pyproject.toml; \
	compile $$cryptography --group cryptography; \
	compile requirements/dev.txt pyproject.toml client/pyproject.toml --group dev \
	  -c $$dependencies -c $$cryptography; \
	compile requirements/tools.txt --group tools; \
	compile requirements/ministack.txt --group ministack

# ---------------------------------------------------------------- running it here

.PHONY: run
run: .venv/.installed ## Faultbook on this machine: no account, no Docker (ARGS="--help" for options)
	@$(PY) -m tools.console --or-without
	@$(PY) -m local.server $(ARGS)

.PHONY: console
console: .venv/.installed ## build the web console into its function's package (only what changed)
	@$(PY) -m tools.console

.PHONY: openapi
openapi: .venv/.installed ## write the OpenAPI document that the functions serve
	@$(PY) -m tools.openapi $(ARGS)

# ---------------------------------------------------------------- checks and tests

PYTEST := $(PY) -m pytest -q -n auto
report = --junitxml=$(REPORTS)/$@.xml
GRANTED_USED := tests/template/test_granted_equals_used.py

.PHONY: format
format: .venv/.installed ## sort imports, format, fix what ruff can fix
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format .

.PHONY: check
check: $(SETUP) ## lint, format, types, import rules, template: everything but the tests
	@set -e; echo "==> ruff"; .venv/bin/ruff check .; .venv/bin/ruff format --check .
	@echo "==> mypy"; .venv/bin/mypy
	@echo "==> import rules"; .venv/bin/lint-imports
	@echo "==> import rules of the client"; .venv/bin/lint-imports --config client/pyproject.toml
	@echo "==> console: format, types, unit tests"; $(PY) -m tools.console --check
	@echo "==> OpenAPI document"; $(PY) -m tools.openapi --check
	@echo "==> template: sam validate, cfn-lint"; AWS_DEFAULT_REGION=us-east-1 $(TOOLS)/sam validate --lint
	@echo "==> template tests"; $(PY) -m pytest -q tests/template --ignore $(GRANTED_USED) $(report)

.PHONY: unit
unit: .venv/.installed ## unit tests: no network, no store
	@echo "==> unit"; $(PYTEST) --dist worksteal tests/unit $(report)

.PHONY: contract
contract: .venv/.installed ## recorded requests and their exact answers
	@echo "==> contract"; $(PYTEST) --dist loadfile tests/contract $(report)

.PHONY: integration
integration: $(SETUP) ## handlers and stores over DynamoDB endpoints; permissions granted = used
	@echo "==> integration"; $(PYTEST) --dist loadfile -p tests.support.used_permissions tests/integration $(report)
	@echo "==> permissions granted = used"; \
	$(PY) -m pytest -q $(GRANTED_USED) --junitxml=$(REPORTS)/permissions.xml

.PHONY: clients
clients: .venv/.installed ## compile the real clients of the tests, in Go and Rust
	@$(PY) -m tests.clients.installing

# Four at a time on any machine: much of it is waiting, for a monitor's next minute or a time-out.
.PHONY: e2e
e2e: .venv/.installed console ## HTTP against a running local Faultbook, by its clients' own code too
	@echo "==> e2e"; $(PYTEST) -n 4 --dist loadgroup tests/e2e tests/client tests/clients $(report)

.PHONY: browser
browser: .venv/.installed console ## the console in Chromium, which has to be on the PATH
	@echo "==> browser"; $(PY) -m pytest -q -n 2 --dist loadfile tests/browser $(report)

.PHONY: screenshots
screenshots: .venv/.installed console ## make docs/screenshots anew
	@FAULTBOOK_SCREENSHOTS=docs/screenshots $(PY) -m pytest -q tests/browser/test_screenshots.py

.PHONY: rehearse
rehearse: $(SETUP) ## build and deploy the template to MiniStack and use it (ARGS="-k enforced")
	@echo "==> artifacts of sam build"; $(PY) -m pytest -q tests/artifact --junitxml=$(REPORTS)/artifact.xml
	@echo "==> rehearsal"; $(PY) -m pytest -q tests/rehearsal $(report) $(ARGS)

.PHONY: bench
bench: .venv/.installed ## benchmarks and counted budgets
	@$(PY) -m pytest -q -s tests/benchmarks $(ARGS)

.PHONY: cost
cost: .venv/.installed ## dollars for a million faults (ARGS="--help" for their life and the prices)
	@$(PY) -m tests.benchmarks.cost $(ARGS)

.PHONY: bench-peers
bench-peers: .venv/.installed ## times beside Alerta and Alertmanager (ARGS="--help")
	@$(PY) -m tests.benchmarks.peers $(ARGS)

.PHONY: simulate
simulate: .venv/.installed ## where load is refused first, and what stripes change (ARGS="--help")
	@$(PY) -m tests.benchmarks.simulation $(ARGS)

.PHONY: test
test: ## everything that CI runs
	@$(MAKE) --no-print-directory setup
	@$(MAKE) --no-print-directory -j 2 check clients
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory contract
	@$(MAKE) --no-print-directory integration
	@$(MAKE) --no-print-directory e2e
	@$(MAKE) --no-print-directory browser
	@$(MAKE) --no-print-directory rehearse

# ---------------------------------------------------------------- AWS

STACK ?= faultbook
# The functions' runtime; its Python has to be on PATH, because sam fetches packages for it and
# the bytecode has to be its own.
RUNTIME ?= python3.13
ARCHITECTURE ?= arm64
# Further template parameters, as in PARAMETERS="JwtIssuer=https://issuer.example LogLevel=DEBUG"
PARAMETERS ?=

.PHONY: build
build: .venv-tools/.installed console ## sam build for Lambda, bytecode included (RUNTIME= ARCHITECTURE=)
	@$(RUNTIME) -m pip --version >/dev/null 2>&1 || { \
	  echo "No $(RUNTIME) with pip on PATH. Install it, or deploy on the Python that is here:" >&2; \
	  echo "  make deploy RUNTIME=$$($(PY) -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" >&2; \
	  exit 1; }
	@mkdir -p .local; echo "==> sam build"; \
	$(TOOLS)/sam build --parameter-overrides Runtime=$(RUNTIME) Architecture=$(ARCHITECTURE) \
	  >.local/sam-build.log 2>&1 || { cat .local/sam-build.log >&2; exit 1; }
	@$(RUNTIME) -P tools/slim_dependencies.py .aws-sam/build
	@$(RUNTIME) -P tools/bytecode.py .aws-sam/build

.PHONY: secrets
secrets: .venv/.installed ## make the signing secrets of STACK in SSM, where they are missing
	@$(PY) -m tools.signing_secrets --stack $(STACK)

# A CI job has nobody to ask.
ASK := $(if $(CI),--no-confirm-changeset --no-progressbar)

.PHONY: deploy
deploy: .venv/.installed ## check, make build, make secrets, sam deploy (STACK= PARAMETERS=)
	@$(PY) -m tools.preflight --stack $(STACK)
	@$(MAKE) --no-print-directory build
	@$(MAKE) --no-print-directory secrets
	@$(TOOLS)/sam deploy --stack-name $(STACK) $(ASK) --parameter-overrides \
	  Runtime=$(RUNTIME) Architecture=$(ARCHITECTURE) $(PARAMETERS)

# ---------------------------------------------------------------- tidying

.PHONY: clean
clean: ## remove what was built and downloaded, keep .local/data
	@rm -rf functions/console/static console/node_modules console/dist
	@rm -rf .aws-sam .venv .venv-tools .venv-ministack dist .coverage .hypothesis
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find .local -mindepth 1 -maxdepth 1 ! -name data -exec rm -rf {} + 2>/dev/null || true
