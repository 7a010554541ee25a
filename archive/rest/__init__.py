"""What the operations of the API have in common: how they are declared, what they are asked, how they answer."""
