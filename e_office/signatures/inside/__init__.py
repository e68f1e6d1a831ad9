"""What runs inside the jail: reading, judging and preparing PDFs nobody vouches for; no key ever comes in here.

The helper process loads this package by its path, without the application around it.
"""
