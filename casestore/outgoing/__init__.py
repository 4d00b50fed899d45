"""What leaves the house: mail and webhooks, posted with what they tell of and tried until they are taken."""
