"""Wangge: the command platform of a subdistrict (街道): planned, done, proven, reported."""
