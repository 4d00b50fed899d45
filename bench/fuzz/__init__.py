"""What strangers might write, by the million: what must hold of any text, and whether it does."""
