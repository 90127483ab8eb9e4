"""One file per gateway: parse its webhook, prove its origin, send, and classify its errors."""
