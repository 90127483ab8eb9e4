# `make demo` and `make test` do all the set-up themselves; what is already there is not done again.
# Another Python (3.11 or newer): make demo PYTHON=python3.12

PYTHON ?= python3
RUN := .venv/bin/python
STAMPS := .venv/stamps
ASSETS := var/assets/ready
# Compiled modules are kept, whatever the surrounding shell says: they make every later start faster.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check assets programs lock clean

demo: $(STAMPS)/run $(ASSETS)
	@.venv/bin/thousand-days demo

test: $(STAMPS)/dev $(ASSETS) programs
	@$(RUN) -m pytest -n 2 --dist worksteal -rs

check: $(STAMPS)/dev
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

assets: $(ASSETS)

# The peers of the tests (Chromium, Kannel): looked for every time, installed when missing.
programs: $(STAMPS)/dev
	@$(RUN) -m setup.programs

# After a change of dependencies: writes the lock files; versions that still fit are kept.
lock: $(STAMPS)/tools
	@$(RUN) -m setup.lock

clean:
	rm -rf .venv var/assets var/npm var/chromium

$(STAMPS)/tools: requirements/uv.txt requirements/build.txt setup/environment.py
	@$(PYTHON) -m setup.environment tools
	@touch $@

$(STAMPS)/run: $(STAMPS)/tools requirements/run.txt pyproject.toml
	@$(RUN) -m setup.environment run
	@touch $@

# The development requirements hold the run-time ones, in the same versions.
$(STAMPS)/dev: $(STAMPS)/tools requirements/dev.txt pyproject.toml
	@$(RUN) -m setup.environment dev
	@touch $@ $(STAMPS)/run

$(ASSETS): web/package.json web/package-lock.json setup/assets.py setup/node.py requirements/node.txt | $(STAMPS)/tools
	@$(RUN) -m setup.assets
	@touch $@
