"""What runs inside the jail: binding PDFs nobody vouches for into one, with contents, page numbers and a mark.

The helper process loads this package by its path, without the application around it.
"""
