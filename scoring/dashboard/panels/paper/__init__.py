"""The letter and the client's file, seen on the page, printed from it and taken away."""
