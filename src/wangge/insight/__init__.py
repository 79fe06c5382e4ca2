"""Published numbers: figures defined once, boards and briefs that ask them."""
