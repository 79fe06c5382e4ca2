"""The registry: each published number, defined once."""
