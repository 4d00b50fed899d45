"""Grounded answers: passages, topics, understanding, and the answer object."""
