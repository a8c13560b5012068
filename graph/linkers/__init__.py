"""Linkers: scored, graded links between tasks, clauses and targets of different documents."""
