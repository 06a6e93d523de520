"""What the use cases need of the world, in their own words. Adapters and hosts implement these protocols."""
