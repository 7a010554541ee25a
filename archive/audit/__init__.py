"""What happened in the archive, read back: the log proved whole, an article's whole history, rows for a spreadsheet.

verification  whether the event log is as it was written
history       every event, review and revision of one article in one line of time
leak_checks   what a search for removed words looked at and found, in words
columns       the log as a table for other programs
"""
