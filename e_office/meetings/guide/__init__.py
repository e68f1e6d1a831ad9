"""The guide for delegates (hướng dẫn đại biểu dự họp): two pages, with pictures, where the delegates are."""
