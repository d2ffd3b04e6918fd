"""What is known: catalogues of molecules, tables of pairs, and ways to split them."""
