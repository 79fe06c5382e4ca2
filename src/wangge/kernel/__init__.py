"""The lowest layer: no tables, no word of any domain."""
