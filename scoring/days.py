"""How many days a year and a month have, wherever days are told in another unit."""

DAYS_IN_YEAR = 365.25
DAYS_IN_MONTH = DAYS_IN_YEAR / 12
