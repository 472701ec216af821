"""The embedded stack: Postgres, a Redis-protocol server and an S3 server that `alp up` runs.

Here belongs what finds, starts, watches and stops those servers and the product's own processes.
What is asked of the servers (tables, jobs, files) does not.
"""
