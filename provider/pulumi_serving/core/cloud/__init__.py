"""What a cloud supplies, and what one run remembers of its accounts."""
