"""Pure: views -> bytes."""
