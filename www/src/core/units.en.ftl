## Units
unit-us = { $n } µs
unit-ms = { $n } ms
unit-s = { $n } s
unit-min = { $n } min
unit-percent = %
unit-ms-name = ms
