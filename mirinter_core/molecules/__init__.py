"""What a sequence is: letters, their cleaning, headers, families, windows and views."""
