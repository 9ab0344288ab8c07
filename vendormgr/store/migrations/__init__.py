"""The steps from one schema to the next; Alembic runs env.py and the files in versions/."""
