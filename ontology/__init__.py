"""Domain types, vocabularies and ids that every other package shares; imports no storage, web or ML library."""
