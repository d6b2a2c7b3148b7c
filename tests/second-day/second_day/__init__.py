"""The second day: what becomes of a service under a profile of its first half minute. See docs/second-day.md."""
