"""Data subject requests: filed at receipt, worked by staff, sealed in a trail."""
