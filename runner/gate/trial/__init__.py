"""A draft tried on past cases: what they went through, once more, on a virtual clock."""
