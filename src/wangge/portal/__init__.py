"""The public portal: residents report and follow problems without an account."""
