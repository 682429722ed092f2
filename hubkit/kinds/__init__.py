"""What people may write: one folder a kind, with its fields, its pages and its templates; `table.py` lists them all."""
