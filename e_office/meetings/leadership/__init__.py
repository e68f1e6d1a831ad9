"""The weekly calendar of an agency's leadership: drafted, published in revisions, with what changed since."""
