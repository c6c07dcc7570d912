"""Reports for people: HTML files that ask nothing of the network and print well.

A module makes one kind of report; `account` says what happened in a replay, in numbers and words.
"""
