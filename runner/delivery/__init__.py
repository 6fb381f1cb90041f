"""What leaves the process: jobs, the workers that do them, and the channels they use."""
