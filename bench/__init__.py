"""Measurements of what the product promises, against peers on the same machine; run by `make bench`."""
