"""One file a way to lay vectors out in the plane; the file's name is the method's name."""
