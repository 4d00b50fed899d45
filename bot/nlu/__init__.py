"""Components of the NLU pipeline."""
