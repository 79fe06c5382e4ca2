"""Pages of this domain: parse, one call, translate."""
