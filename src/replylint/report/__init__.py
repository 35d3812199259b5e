"""Reports: findings as people and programs want them."""
