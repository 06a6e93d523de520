"""Pages for people: templates, the stylesheet, and what makes answers of them."""
