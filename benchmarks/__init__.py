"""Benchmarks: each prints ratios against a peer or a limit measured in the same run, interleaved, medians of many runs.

Run one with `python -m benchmarks.NAME`; it exits with 1 if a limit is broken. Absolute times are shown beside the
ratios for orientation only: machines differ, ratios hardly do.
"""
