"""What all clouds and all doors share: values, requests, accounts, and the life of a resource."""
