"""What the manifests of a tree say of how it is deployed: `read.read_deployment`; one module per kind of manifest."""
