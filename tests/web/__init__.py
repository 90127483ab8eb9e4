"""Stories at the pages: a nurse, a leader, a browser."""
