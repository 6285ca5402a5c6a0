"""Tables as files: bytes → sheets → rows of cells → signals, with what is wrong named by row and column. Pure, and streaming."""
