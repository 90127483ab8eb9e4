"""APScheduler as the ticker only; what is due is a row."""
