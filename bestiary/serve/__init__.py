"""Serving the encyclopedia to programs: REST, TAXII 2.1 and MCP, over a file that may be rebuilt at any time."""
