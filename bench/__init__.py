"""The measuring commands: how well messages are understood, and what that costs."""
