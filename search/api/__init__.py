"""The API's operations of this app: search, facets, suggestions."""
