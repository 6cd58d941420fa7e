"""The invented town of Vyshnehrad on the river Tykha: its plan, and how the plan becomes GeoJSON.

Everything is in metres east (x) and north (y) of the Rynok square until it is written out. The square is put at
(33.60 E, 49.40 N), among fields of the Left Bank, only to have Ukraine's latitude and time zone; nothing that really
lies there is drawn.
"""
