"""Reads of campaigns, each cut to what the asking post may see."""
