"""The register of secret documents (sổ văn bản mật): stubs without subject or file, seen by named people only (T6)."""
