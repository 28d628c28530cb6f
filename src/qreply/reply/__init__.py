"""From a phrase to the text that may leave: values, rendering, compliance."""
