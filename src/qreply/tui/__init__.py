"""The screen. Everything here is thin: what it shows comes from the desk."""
