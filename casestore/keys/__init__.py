"""Whether the keys at hand are those that the database was written with, and what a new one asks for."""
