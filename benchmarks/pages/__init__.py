"""The public pages under load, as readers ask for them: requests a second, waiting times, answers of 304."""
