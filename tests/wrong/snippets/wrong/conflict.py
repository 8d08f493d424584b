"""A merge left its marks."""

<<<<<<< HEAD
print(1)
#> 1
=======
print(2)
#> 2
>>>>>>> other
