"""Exposure: how many customer records somebody reads before anybody knows.

Real logs say who touched which record and when; thefts are put into real days of them, and the
hands of real typists into both. What comes out is the drill table: records exposed until the
monitor speaks up, beside half a monitor and a fixed rate limit at the same budget of false alarms.
The access model that ships is fitted here too, on agents whom the table does not use.
"""
