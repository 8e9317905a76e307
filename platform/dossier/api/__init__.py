"""The edge for browsers: HTTP in, flows below, HTTP out."""
