"""Addresses of Open311: read what is asked, one call, write the answer."""
