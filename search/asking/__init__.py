"""What is asked: the request, its words and conditions, and the places in a list that it goes on from."""
