"""A month of the People's Committee, told in steps: see `test_a_month_with_a_typhoon.py`."""
