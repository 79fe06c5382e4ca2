"""Commands of this domain, opened through the door (`wangge`)."""
