"""From a file to a ParsedDocument: formats, repair, structure, header, citations, annexes."""
