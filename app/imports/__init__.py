"""Getting a municipality's own files in: every row is right, or named with its line and the reason."""

from app.imports.csvfile import FileRefused
from app.imports.reasons import Rejection
from app.imports.running import ImportReport, import_families, import_history, import_slots

__all__ = ["FileRefused", "ImportReport", "Rejection", "import_families", "import_history", "import_slots"]
