"""Corrections: edits where a finding points, missing parts from snippets, whole messages from templates."""
