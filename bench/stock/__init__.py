"""Rasa's own classifier, trained on the same phrases: what we would have without ours."""
