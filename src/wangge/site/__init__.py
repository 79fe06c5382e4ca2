"""Settings, addresses, the server and the command-line door."""
