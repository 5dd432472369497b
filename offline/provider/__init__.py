"""The stand-in for the `aws` provider: a gRPC server that the Pulumi engine attaches to."""
