"""Commands of the gateways."""
