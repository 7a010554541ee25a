"""Personal data found in real articles, for a person to judge."""
