"""One file a public source of catalogues."""
