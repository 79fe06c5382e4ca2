"""Official briefs (简报): what one says, and the same content as DOCX, PDF and page."""
