"""Backends for a system's clipboard: commands, terminals, tmux, Windows and WSL."""
