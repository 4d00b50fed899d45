"""The command `auskunft`: the one place where everything is assembled."""
