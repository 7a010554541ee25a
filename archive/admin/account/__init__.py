"""A person's way onto the desk and their own account: login, second step, lock, sessions and tokens."""
