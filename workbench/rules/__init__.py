"""What the law asks for: items, their questions and papers, and the checklist that answers give."""
