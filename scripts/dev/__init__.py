"""The development tool behind ``make``: set-up, run, test and lint.

Plain standard library, one step per module. Everything that it makes lies in
``.odoo/`` of the checkout; ``docs/development.md`` tells how to work with it.
"""
