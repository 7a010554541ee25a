"""The API's operations of this app: articles, agencies, dates, topics, uploads."""
