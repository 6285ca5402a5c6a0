"""Rosters out of tables: what people keep in a spreadsheet, read, checked row by row and taken over."""
