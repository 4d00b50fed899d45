"""The GDPR as we model it: pure, standard library only."""
