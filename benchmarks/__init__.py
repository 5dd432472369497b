"""Benchmarks: what our components and guardrails cost, as ratios. See docs/benchmarks.md."""
