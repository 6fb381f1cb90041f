"""Pages of the person who has signed in, whichever side they are on."""
