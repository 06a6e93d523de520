"""Technology behind the ports. Each module may be swapped without the domain noticing."""
