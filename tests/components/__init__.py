"""What components promise to the pages that use them."""
