"""What reading routes takes in every framework: values followed by names alone, in the order in which a module makes them."""
