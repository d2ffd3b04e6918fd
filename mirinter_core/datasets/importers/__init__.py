"""One file a published form of pair data."""
