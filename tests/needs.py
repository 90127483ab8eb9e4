"""What a test needs beside Python: the one place that decides what happens when it is missing.

    bearerbox = need("bearerbox")      its path; the names stand in `setup/programs.py`

A missing program is a failure where `CI=true`. Elsewhere the test is skipped, and says by name what to do.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest

from setup.programs import PROGRAMS, postgres_folder

ON_CI = os.environ.get("CI") == "true"


def need(name: str) -> Path:
    """Where the program `name` is on this machine."""
    program = PROGRAMS[name]
    return program.find() or _go_without(program.advice)


def need_postgres() -> Path:
    """The folder of PostgreSQL's programs."""
    return postgres_folder() or _go_without("PostgreSQL is missing: make test installs it")


def _go_without(advice: str) -> NoReturn:
    if ON_CI:
        pytest.fail(advice)
    pytest.skip(advice)
