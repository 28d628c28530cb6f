"""The screen: it shows and forwards; what is decided lives in workspace/ and below."""
