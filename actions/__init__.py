"""The action server: one custom action a file."""
