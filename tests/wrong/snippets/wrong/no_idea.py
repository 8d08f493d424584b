print("what is this about?")
#> what is this about?
