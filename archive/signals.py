"""What the archive tells others, sent inside the transaction of the change: if a receiver fails, nothing happened.

The search app listens and writes its outbox row in the same transaction, so no publication is without one.
"""

from django.dispatch import Signal

#: The article became public, or a public article's words changed. Arguments: article (Article); newly (bool), whether
#: it was not public before: absent where it was.
article_published = Signal()

#: Many articles became public at once. Arguments: articles (list of Article).
articles_published = Signal()

#: The article is no longer public. Arguments: article (Article).
article_withdrawn = Signal()

#: Other articles than before share the text of these. Arguments: keys (set of int), of the later one of each pair.
likenesses_changed = Signal()
