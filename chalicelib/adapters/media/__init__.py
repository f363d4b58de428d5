"""What files really are, and their cleaning. Only the examining function runs this."""
