"""What each action does to a case, and the rules that need more than state and role."""
