"""The desk: Django's admin, extended for upload and review. Importing the modules registers them."""
