"""Pages of the office shell."""
