"""The fields of work divided between an agency's leaders (P6), which tasks of conclusions may carry."""
