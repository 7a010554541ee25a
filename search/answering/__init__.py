"""What is answered: hits read through the gate, counts, what stands beside them, and the page that holds it all."""
