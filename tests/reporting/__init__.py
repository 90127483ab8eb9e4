"""Tests of the numbers: each is counted a second time, slowly and plainly, from the same rows."""
