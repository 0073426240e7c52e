"""The built file: one SQLite database. Nothing outside this folder speaks SQL.

`tables` says what it holds, `write` makes a new one and puts it in the place of the old at once, `read` opens it to
answer.
"""
