"""The ledger: records, the journal that is the truth, and the workbook that people hold."""
