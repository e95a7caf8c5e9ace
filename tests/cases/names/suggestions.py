# A name that isn't defined brings those that look like it: of the module and of builtins, but not
# what builtins imports for itself.

Table = 1
Tablee  # E: Name "Tablee" is not defined; did you mean "Table"?  [name-defined]
Callabl  # E: Name "Callabl" is not defined; did you mean "callable"?  [name-defined]
Sequenc  # E: Name "Sequenc" is not defined  [name-defined]
