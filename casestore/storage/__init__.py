"""The database: its schema, its tables, what is encrypted in them, and who waits for whom."""
