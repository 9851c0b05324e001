"""The parts of the ledger page: what is listed, the windowed table, the form, conflicts, taking in and giving out."""
