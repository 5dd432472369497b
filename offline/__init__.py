"""Pulumi without an AWS account: the real engine, a stand-in for the `aws` provider.

`python -m offline <pulumi arguments>` runs the command; `offline/provider` is the stand-in.
"""
