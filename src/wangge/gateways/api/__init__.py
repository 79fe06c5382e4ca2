"""The typed API: everything the pages do, through the same actions, for programs with a token."""
