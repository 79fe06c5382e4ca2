"""The API as it meets requests: the door, JSON, refusals, routes, the page about it."""
