"""Web pages and webhooks."""
