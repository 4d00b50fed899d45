"""Members of staff: their accounts, and how they log in."""
