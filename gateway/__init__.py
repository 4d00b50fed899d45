"""The public door: conversations, pages, limits."""
