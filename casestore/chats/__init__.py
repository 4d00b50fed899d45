"""Chats: what was said, who has them, and what staff do with them."""
