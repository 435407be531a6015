"""What happens around a call when it fails or repeats: retries, redeliveries, breakers, caches, and other signs of how code is run."""
