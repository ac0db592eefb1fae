# cause: Case tables for all of Unicode are larger than the engine's string code.
# workaround: Keep such text in the case that is wanted.
# micro: é
# cpython: É
print('é'.upper())
