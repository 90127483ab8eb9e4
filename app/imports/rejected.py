"""``FILE.rejected.csv``: every row that was not taken, as it stood, with its line and the reason."""

import csv
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from app.imports.csvfile import Table
from app.imports.reasons import Rejection
from domain.cpr import mask_cpr


def rejected_path(path: Path) -> Path:
    """Where the rejected rows of a file are written."""
    return path.with_name(f"{path.name}.rejected.csv")


def write_rejected(path: Path, table: Table, rejections: Sequence[Rejection]) -> Path | None:
    """Write the rejected rows beside the file, for its owner alone; an older such file is removed when there are none.

    CPR numbers are masked: they are not kept even here. Opens in a Danish spreadsheet as it is.
    """
    target = rejected_path(path)
    target.unlink(missing_ok=True)
    if not rejections:
        return None
    by_line: dict[int, list[Rejection]] = defaultdict(list)
    for rejection in rejections:
        by_line[rejection.line].append(rejection)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=table.delimiter)
        writer.writerow(["line", "reason", "reason_da", *table.columns])
        for line in sorted(by_line):
            found = {one.english: one.danish for one in by_line[line]}
            cells = [mask_cpr(cell) for cell in table.originals.get(line, [])]
            writer.writerow([line, " ".join(found), " ".join(found.values()), *cells])
    return target
