"""What a reviewer must see before publication. Detectors read text, they never change it."""
