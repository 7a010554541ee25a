"""Keeps the index in step with the database: drains the outbox, builds anew, purges, compares, heals."""
