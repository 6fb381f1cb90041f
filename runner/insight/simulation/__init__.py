"""What if: a desk that is fitted from history and lived through on the engine of live cases."""
