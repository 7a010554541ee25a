"""What Haystack indexes: one document field made by a template, and columns to sort and count by."""

from __future__ import annotations

from haystack import indexes

from benchmarks.search.tutorial.models import Article


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, use_template=True)
    day = indexes.IntegerField(model_attr="day")
    year = indexes.IntegerField(model_attr="year", faceted=True)
    outlet = indexes.IntegerField(model_attr="outlet", faceted=True)
    script = indexes.CharField(model_attr="script", faceted=True)
    agencies = indexes.MultiValueField(model_attr="agencies", faceted=True)

    def get_model(self) -> type[Article]:
        return Article
