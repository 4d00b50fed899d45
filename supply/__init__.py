"""What this is made of: every package and script of others, with its licence."""
