"""Erasing: one family on request, what is too old every night, and a report of all that is held on a family."""

from storage.retention.erasers import ERASERS
from storage.retention.forgetting import forget
from storage.retention.purging import purge
from storage.retention.reporting import access_report

__all__ = ["ERASERS", "access_report", "forget", "purge"]
