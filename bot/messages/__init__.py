"""Every text a family can read, and how it is rendered, measured and guarded."""
