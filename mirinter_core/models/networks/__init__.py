"""One file a network; the file's name is the network's name."""
