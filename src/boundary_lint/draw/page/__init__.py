"""One HTML file that shows a program: what it holds (data), how it is put together (html), and the script and style it is shown with (built from web/)."""
