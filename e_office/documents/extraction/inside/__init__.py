"""What runs inside the jail: parsers of untrusted files; imports the standard library and parsers only.

The helper process loads this package by its path, without the application around it.
"""
