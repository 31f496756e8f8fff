"""The demo bank: fictional people and customers, brought to every step of the procedure through `execute`."""
