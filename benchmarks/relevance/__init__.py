"""How well rankings put first what was asked for: one answer to a question, one article by words of its title."""
