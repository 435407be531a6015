"""What there is: files with root, module name and role; contexts; settings modules that the project names."""
