"""Words become a reply value here, once, before any flow sees them."""
