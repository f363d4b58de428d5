"""What requests and background work cost, counted and measured: `make bench`. It does not ship."""
