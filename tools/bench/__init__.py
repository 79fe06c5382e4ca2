"""Measurements: ``make bench``. Each prints what it measured; none judges by the clock."""
