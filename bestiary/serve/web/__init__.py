"""The encyclopedia in the browser: each page is a function of the file, drawn by a template of the same name."""
