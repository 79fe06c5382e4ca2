"""The rules of recording work, and of reading it out of messages. Pure."""
