"""Where two RNAs pair: sites, duplexes, accessibility, and their drawing."""
