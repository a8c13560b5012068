"""From ParsedDocuments to a stored, linked graph, and the named reads (walks) over it."""
