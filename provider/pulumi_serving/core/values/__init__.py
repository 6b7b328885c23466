"""Values: their declarations, how they are compared, checked, carried and kept secret."""
