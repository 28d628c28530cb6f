"""The terminal screen: shows the session's state and forwards keys to it; what is decided lives in workspace/."""
