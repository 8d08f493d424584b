"""The program is not formatted."""

numbers = [1,2,   3]
