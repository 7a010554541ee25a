"""Argon2id with the memory of a small machine: 19 MiB, two passes, one lane (OWASP's second recommendation)."""

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
