"""One analysis for both sides: what of a text is indexed, and what of a query must then be in the index.

Texts and queries come folded (archive.text.folding): fold first, segment after, for jieba knows few traditional
words. Indexed are all pairs of neighbours of each Han run, its last character alone, the dictionary's words of
three characters and more, each run of letters and digits as a whole, and each mark. So a query of two Han
characters is answered by one term, and every longer one by terms that its articles all hold.
"""

from search.analysis.runs import needs_whole_runs, occurrence
from search.analysis.segmentation import segmenter
from search.analysis.terms import analysis_version, proof, query_terms

__all__ = ["analysis_version", "needs_whole_runs", "occurrence", "proof", "query_terms", "segmenter"]
