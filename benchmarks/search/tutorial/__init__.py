"""A site that searches as tutorials for Haystack, Whoosh and jieba wire it: the peer, not a part of ours."""
