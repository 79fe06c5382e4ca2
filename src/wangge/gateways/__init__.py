"""Doors for other programs: Open311 and the typed API. They call actions and queries only."""
