"""Services: which there are, who calls whom, and the facts of several programs told as one set."""
