"""The worker: sends what waits, does the jobs, and starts what is scheduled."""
