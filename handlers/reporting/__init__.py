"""How supervision stands, in windows: the figures, the lists behind them, what is counted, and the same as a file."""
