"""Sitemaps for search engines (sitemaps.org 0.9, Google's news 0.9).

Our own and not django.contrib.sitemaps: that counts parts by page of a paginator, so that one article which comes or
goes moves all behind it, and builds each part whole in memory. Here an article stays in its part for ever.
"""
