"""Tests: the rooms' promises, told as what a family, a nurse or a gateway does."""
