"""Wires, starts and sends: the only room that knows every other."""
