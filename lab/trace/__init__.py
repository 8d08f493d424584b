"""A trace: what each task of a program did, and when; and how it is recorded.

The `Tracer` observes the loop and notes each step in a `Record`, quickly and without keeping the
program's objects alive: `TaskSteps` follows the tasks, and `Notes` writes down what they do and
what that changes in the locks and queues of which `hooks` tells. `assemble` turns that into a
`Trace` afterwards: plain data, which can be written to JSON and read again, and which all pictures
and checks are made from.
"""
