"""Set-up of a fresh machine: Python's own library only, since nothing else is installed yet."""
