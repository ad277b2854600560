"""The command line: each command is a file here, and is imported only when it is called."""
