"""Reads of records, messages, measures and imports; each for somebody, within their area."""
