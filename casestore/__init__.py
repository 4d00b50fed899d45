"""Owner of every durable fact: conversations, verifications, requests, staff, outbox."""
