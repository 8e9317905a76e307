"""Runs the jobs that flows owe."""
