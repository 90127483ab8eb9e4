"""The gateways: their webhooks as they really look, and stand-ins that behave as their documentation says."""
