"""The command line, a file a group; each is imported only when it is used."""
