"""Hybrid search over the stored graph and answers to questions in everyday Vietnamese or English."""
