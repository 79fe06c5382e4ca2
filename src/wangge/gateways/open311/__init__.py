"""GeoReport v2 (Open311): residents' programs report and follow problems."""
