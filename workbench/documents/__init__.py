"""What leaves the counter on paper or as a file: Word and Excel documents, QR codes, speech, print."""
