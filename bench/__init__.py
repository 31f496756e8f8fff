"""Figures, printed with the machine, the settings and a floor of the same run; never asserted."""
