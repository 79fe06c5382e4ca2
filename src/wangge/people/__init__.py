"""Units, posts, accounts, and what a post may do and where."""
