"""Regions by national code, grids, and places of every kind with their geometry."""
