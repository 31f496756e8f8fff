"""Try-outs need no bank of their own: their worlds are in memory."""
