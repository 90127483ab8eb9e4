"""A leader's pages: uptake, reasons for a no, files."""
