"""What the keys of the main screen do, by what they are about: opening, finding, the reply, who is served."""
