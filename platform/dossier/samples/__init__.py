"""Invented people and their papers, rendered as scans: for the demonstration, tests and benchmarks."""
