"""What files really are, and their cleaning. Only the examining function imports this."""
