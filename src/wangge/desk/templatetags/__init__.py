"""The parts of pages that templates ask for by name."""
