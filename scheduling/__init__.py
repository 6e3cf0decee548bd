"""What is owed, when and by whom: facts, policy and dates in; obligations, notices, plans and warnings out.

Pure: no I/O, no clock, no Slack, no SQL.
"""
