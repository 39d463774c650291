"""What a user calls, as a user calls it."""
