"""The story that shows the whole product at work, told by an outside client over HTTP alone."""
