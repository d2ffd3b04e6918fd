"""Work that lasts: a run is a folder that survives its process."""
