"""Tests of the reports' pure sums."""
