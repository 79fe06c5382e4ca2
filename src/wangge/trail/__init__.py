"""The append-only history: audit log, timeline and outbox in one; evidence files."""
