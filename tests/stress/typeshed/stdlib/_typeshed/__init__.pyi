# Empty: nothing in the programs asks for it.
