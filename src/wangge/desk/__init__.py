"""Office pages that compose several domains, and the shell that every page stands in."""
