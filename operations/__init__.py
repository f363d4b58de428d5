"""What an operator does to a stack, the local one or a real one, from the command line."""
