"""The page where somebody plays: what goes on at the fake providers, and beside it what becomes of it in the tracker."""
