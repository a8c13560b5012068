"""The outer layer: settings, pipeline, HTTP API, command line."""
