"""The vocabulary of the health-visiting service and the rules a nurse could check. Standard library only."""
