"""Quantities of work: the catalogue of measures, records, corrections, message reading."""
