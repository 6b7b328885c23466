"""What all clouds share: the life of a resource, its declaration, waiting, HTTP and the plug-in host."""
