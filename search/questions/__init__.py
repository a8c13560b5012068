"""Questions in Vietnamese or English, answered from the graph with proof: see `answer_question`."""

from search.questions.table import QUESTIONS, answer_question

__all__ = ["QUESTIONS", "answer_question"]
