"""What news pages say in fixed forms: moments in time, people's names, credit lines.

Every function here takes folded text (archive.text.folding: simplified, half-width, lower case, same length), so one
pattern reads both scripts and an offset is good in the original too. Input is bounded by the callers' MAX constants.
"""
