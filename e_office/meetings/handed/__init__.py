"""Papers handed out at a meeting (tài liệu phát tại phiên họp): written down, late for ever, their files follow."""
