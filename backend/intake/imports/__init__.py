"""导入: files of signals, kept, checked, and taken in row by row."""
