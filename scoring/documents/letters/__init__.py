"""What a client is given on paper: the decision letter and the client's file, from the same Assessment as the page."""
