"""One file for each revision, ``r0001_first.py`` and on; a released one is never changed."""
