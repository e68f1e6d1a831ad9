"""Preparing the papers of a meeting (chuẩn bị tài liệu họp, M3): what a unit owes by when, and each paper's way."""
