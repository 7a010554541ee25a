"""Accounts of staff: what stands between a person and the desk.

addresses    where a request comes from, through as many proxies as we were told of
locks        django-axes: a name is locked to an address after wrong passwords or codes
second_step  django-otp: codes of an app, and the recovery codes for the day it is lost
sessions     how long a login lasts, and which logins a person has
tokens       what a person's programs upload with
"""
