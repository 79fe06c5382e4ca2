"""What leaves the machine. Everything here may fail, be slow, or be switched off."""
