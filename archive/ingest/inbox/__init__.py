"""The watched folder: what people or programs put there becomes a batch, and is moved aside once it is safely kept.

inbox = Inbox(settings.BAOKU_INBOX)
while True: inbox.step()        # looks now and then, and tells whether it found anything
"""

from archive.ingest.inbox.taking import REFUSED, TAKEN, Inbox

__all__ = ["REFUSED", "TAKEN", "Inbox"]
