"""Problems, from a report to a verified, closed case."""
