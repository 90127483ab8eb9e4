"""A nurse's pages: her visits, who waits for an answer, letters and calls, her times."""
