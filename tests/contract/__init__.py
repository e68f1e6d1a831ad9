"""Every driver of a protocol keeps the same promises."""
