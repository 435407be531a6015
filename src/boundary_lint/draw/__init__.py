"""Pictures: what is shown of a program, and the forms it is written in."""
