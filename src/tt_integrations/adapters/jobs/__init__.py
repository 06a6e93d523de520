"""Work for later, carried out: by threads of the same process, or of any number of them."""
