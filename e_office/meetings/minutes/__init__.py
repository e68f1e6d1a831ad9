"""The minutes of a meeting (biên bản): written by several hands at once, circulated, signed by secretary and chair."""
