"""One file an encoder; the file's name is the encoder's name."""
