"""No page shows this program."""
